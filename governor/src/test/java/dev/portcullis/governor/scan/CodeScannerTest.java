package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.governor.facts.CodeFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeScannerTest {
  @ParameterizedTest
  @ValueSource(strings = {"python", "javascript", "typescript", "shell", "cobol", ""})
  void scan_anyBytes_neverThrows(String language) {
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      assertThat(CodeScanner.scan(language, bytes).sizeBytes()).isEqualTo(bytes.length);
    }
    for (int i = 0; i < 2000; i++) {
      assertThat(Seen.scan(language, brackets(random)).indicators()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "python, \"",
    "python, f'{",
    "python, (",
    "python, import a ",
    "python, eval(",
    "python, a.",
    "javascript, `${",
    "javascript, /",
    "javascript, import ",
    "javascript, {a}=require('",
    "javascript, \\u",
    "shell, $(",
    "shell, \"$(",
    "shell, `",
    "shell, <<A ",
    "shell, '|sh '",
    "shell, \"'\"",
    "python, '/.ssh'",
    "shell, /.ssh"
  })
  void scan_aMegabyteOfTheSame_endsSoon(String language, String piece) {
    String code = piece.repeat((1 << 20) / piece.length());
    // Linear takes a tenth of a second; the square of it takes many minutes.
    CodeFacts facts =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Seen.scan(language, code));
    assertThat(facts.imports().size()).isLessThanOrEqualTo(Findings.MOST_IMPORTS);
    assertThat(facts.calls().size()).isLessThanOrEqualTo(Findings.MOST_CALLS);
  }

  @Test
  void scan_oneMoreByteThanLookedAt_saysItIsNotWhole() {
    byte[] code = new byte[CodeScanner.MOST_BYTES + 1];
    Arrays.fill(code, (byte) ' ');
    CodeFacts facts = CodeScanner.scan("python", code);
    assertThat(facts.complete()).isFalse();
    assertThat(facts.indicators()).containsExactly(Sign.NOT_SCANNED_WHOLE.at(1));
    assertThat(CodeScanner.scan("python", Arrays.copyOf(code, code.length - 1)).complete())
        .isTrue();
  }

  @Test
  void scan_moreThanIsKept_keepsTheFirst() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      code.append("import m").append(i).append("\nf").append(i).append("()\neval('1')\n");
    }
    CodeFacts facts = Seen.scan("python", code.toString());
    assertThat(facts.imports()).hasSize(Findings.MOST_IMPORTS);
    assertThat(facts.calls()).hasSize(Findings.MOST_CALLS);
    assertThat(facts.indicators()).hasSize(Findings.MOST_OF_A_SIGN);
    assertThat(facts.complete()).isFalse();
  }

  @Test
  void scan_longNames_areCut() {
    CodeFacts facts = Seen.scan("python", "import " + "a".repeat(1000));
    assertThat(facts.imports().get(0).name()).hasSize(Findings.LONGEST_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "javascript", "shell"})
  void scan_halvesOfCharacters_areReadAsAnyOtherText(String language) {
    byte[] half = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
    for (String around : List.of("'", "\"", "`", "f'{", "#", "${", "import ")) {
      byte[] start = around.getBytes(StandardCharsets.UTF_8);
      byte[] code = Arrays.copyOf(start, start.length + half.length);
      System.arraycopy(half, 0, code, start.length, half.length);
      assertThat(CodeScanner.scan(language, code).sizeBytes()).isEqualTo(code.length);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "python; ([{; }])",
        "python; f\"{; }\"",
        "javascript; ([{; }])",
        "javascript; `${; }`",
        "shell; $(; )",
        "shell; \"$(; )\""
      })
  void scan_deepNesting_endsSoonAndSeesWhatStandsInside(
      String language, String open, String close) {
    for (int depth : new int[] {10, 60, 10_000}) {
      String code = open.repeat(depth) + "1" + close.repeat(depth) + "\n'/etc/shadow'\n";
      assertTimeoutPreemptively(
          Duration.ofSeconds(30), () -> assertThat(Seen.scan(language, code)).isNotNull());
    }
    String inside = language.equals("shell") ? "curl x" : "eval('1')";
    assertThat(Seen.ids(language, open.repeat(10) + inside + close.repeat(10))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "javascript", "shell", "unknown"})
  void scan_anyCode_keepsNoneOfItsTextAndComments(String language) {
    String code =
        "x = 'unmistakable-text' # unmistakable-comment\n/* unmistakable-block */ echo"
            + " \"unmistakable-word\" `unmistakable-literal`\n'/etc/shadow unmistakable'\n";
    CodeFacts facts = Seen.scan(language, code);
    assertThat(facts.imports().toString() + facts.indicators()).doesNotContain("unmistakable");
    assertThat(facts.calls().toString())
        .doesNotContain("unmistakable-text", "unmistakable-comment", "unmistakable-word");
  }

  @Test
  void scan_unknownLanguage_looksAtTheText() {
    assertThat(Seen.signs("cobol", "DISPLAY '/etc/shadow'\nAKIAIOSFODNN7EXAMPLE"))
        .containsExactly("sensitive-path@1", "secret@2");
  }

  @ParameterizedTest
  @CsvSource({"a/b.py, python", "x.MJS, javascript", "x.d.ts, typescript", "run.sh, shell"})
  void languageOf_codeByItsName_isKnown(String path, String language) {
    assertThat(CodeScanner.languageOf(path)).contains(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.csv", "py", "README", "a.py/b", ""})
  void languageOf_anythingElse_isUnknown(String path) {
    assertThat(CodeScanner.languageOf(path)).isEmpty();
  }

  private static String brackets(Random random) {
    String alphabet = "'\"`${}()[]\\/#\n\r fFrx:!=*.,;|&<>-evalimport0_\u0000\ud800";
    StringBuilder code = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      code.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return code.toString();
  }
}
