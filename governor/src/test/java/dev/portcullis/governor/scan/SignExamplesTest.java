package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the guide's table of examples to what the scan sees, and what it says it does not see. */
class SignExamplesTest {
  /** Signs of sizes, which no line of a table can show. */
  private static final Set<Sign> OF_SIZE = Set.of(Sign.ENCODED_TEXT, Sign.NOT_SCANNED_WHOLE);

  record Example(String id, String language, String seen, String notSeen) {}

  static List<Example> examples() throws IOException {
    return Files.readString(Path.of("../docs/policy.md"))
        .lines()
        .dropWhile(line -> !line.startsWith("| id | language | seen |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("(?<!\\\\)\\|", -1))
        .map(cells -> new Example(code(cells[1]), cells[2].strip(), code(cells[3]), code(cells[4])))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void scan_exampleOfTheGuide_showsTheSignInTheOneAndNotInTheOther(Example example) {
    Stream<String> languages =
        example.language().equals("javascript")
            ? Stream.of("javascript", "typescript")
            : Stream.of(example.language());
    languages.forEach(
        language -> {
          assertThat(Seen.ids(language, example.seen())).contains(example.id());
          assertThat(Seen.ids(language, example.notSeen())).doesNotContain(example.id());
          assertThat(Seen.ids(language, example.seen().replace("\n", "\r\n")))
              .contains(example.id());
        });
  }

  @Test
  void examples_all_showEverySign() throws IOException {
    Set<String> shown = new HashSet<>(examples().stream().map(Example::id).toList());
    for (Sign sign : Sign.values()) {
      assertThat(shown.contains(sign.id())).as(sign.id()).isEqualTo(!OF_SIZE.contains(sign));
    }
  }

  @Test
  void examples_all_showEveryFamilyInEveryLanguage() throws IOException {
    Set<String> shown = new HashSet<>();
    for (Example example : examples()) {
      Stream.of(Sign.values())
          .filter(sign -> sign.id().equals(example.id()))
          .forEach(sign -> shown.add(sign.family() + " in " + example.language()));
    }
    for (Sign sign : Sign.values()) {
      for (String language : List.of("python", "javascript", "shell")) {
        assertThat(shown).contains(sign.family() + " in " + language);
      }
    }
  }

  private static String code(String cell) {
    String text = cell.strip();
    int ticks = text.startsWith("``") ? 2 : 1;
    return text.substring(ticks, text.length() - ticks)
        .strip()
        .replace("\\|", "|")
        .replace('\u23ce', '\n');
  }
}
