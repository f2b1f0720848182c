package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents made to crash or to stall whoever reads them are refused, each with a place. */
class HostilePolicyTest {
  private static final String HEAD = "apiVersion: portcullis.dev/v1\nkind: Policy\nrules:\n";
  private static final int MANY = 1 << 20;

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("lists in lists", "[".repeat(MANY)),
        Arguments.of("mappings in mappings", "{a: ".repeat(MANY / 4)),
        Arguments.of("one line of a megabyte", HEAD + "  - id: " + "a".repeat(MANY)),
        Arguments.of("one message of a megabyte", rule("message: " + "a".repeat(MANY))),
        Arguments.of("one condition of a megabyte", rule("when: '" + "1+".repeat(MANY / 2) + "'")),
        Arguments.of("a condition of brackets", rule("when: '" + "(".repeat(MANY) + "'")),
        Arguments.of("a condition of nots", rule("when: '" + "!".repeat(4000) + "true'")),
        Arguments.of("a condition of lists", rule("when: '" + "[".repeat(4000) + "'")),
        Arguments.of("a condition of quotes", rule("when: \"" + "'".repeat(4001) + "\"")),
        Arguments.of("an exploding regex", rule("when: 'request.skill.matches(\"(a{99}){99}\")'")),
        Arguments.of(
            "a regex of brackets",
            rule("when: 'request.skill.matches(\"" + "(".repeat(999) + "\")'")),
        Arguments.of("an unpaired double quote", HEAD + "  - id: \"a\n"),
        Arguments.of("an unpaired single quote", HEAD + "  - id: 'a\n"),
        Arguments.of("an unpaired quote in a condition", rule("when: \"request.skill == 'a\"")),
        Arguments.of("a lone surrogate by an escape", HEAD + "  - id: \"\\ud800\"\n"),
        Arguments.of(
            "a lone surrogate in a condition", rule("when: \"request.skill == '\\udc00'\"")),
        Arguments.of("a lone surrogate in a message", rule("message: \"a\\ud800\\ud800\"")),
        Arguments.of("an escape cut off", "\"\\x"),
        Arguments.of("a long escape cut off", "a: \"\\U0001"),
        Arguments.of("an escape that is no number", "a: \"\\u12g4\""),
        Arguments.of("an escape of no character", "a: \"\\Uffffffff\""),
        Arguments.of("a byte order mark in the middle", "apiVersion: a\ufeff\n"),
        Arguments.of("a million keys", "a: 1\n".repeat(MANY / 5)),
        Arguments.of("a million anchors", "a: &a 1\n".repeat(MANY / 8)),
        Arguments.of("a million dashes", "- ".repeat(MANY / 2)),
        Arguments.of("a million question marks", "? ".repeat(MANY / 2)),
        Arguments.of("a number of a megabyte", rule("risk: " + "9".repeat(MANY))),
        Arguments.of(
            "a pattern of stars",
            HEAD
                + "  - {id: a, match: {principals: [\""
                + "*".repeat(300)
                + "\"]}, effect: allow}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void read_hostileDocument_isRefusedSoonWithAPlace(String what, String document) {
    InvalidPolicyException invalid =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                catchThrowableOfType(
                    InvalidPolicyException.class,
                    () -> new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8))));
    assertThat(invalid).as(what).isNotNull();
    assertThat(invalid.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
  }

  /** A surrogate's bytes are no UTF-8, and are refused before anything else looks at them. */
  @Test
  void read_surrogateAsBytes_isNotUtf8() {
    byte[] document = {'a', ':', ' ', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
    assertThatCode(() -> new PolicyReader().read(document)).hasMessageContaining("not UTF-8");
  }

  @Test
  void read_pairedSurrogateByEscapes_isText() throws InvalidPolicyException {
    String document = rule("message: \"\\ud83d\\ude00\"");
    assertThat(
            new PolicyReader()
                .read(document.getBytes(StandardCharsets.UTF_8))
                .rules()
                .getFirst()
                .message())
        .contains("\ud83d\ude00");
  }

  private static String rule(String key) {
    return HEAD + "  - id: a\n    match: {}\n    effect: warn\n    " + key + "\n";
  }
}
