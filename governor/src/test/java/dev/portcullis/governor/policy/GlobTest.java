package dev.portcullis.governor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, anything, true",
    "a, a, true",
    "a, A, false",
    "a, aa, false",
    "a*, a, true",
    "a*, ab, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a*c*e, abcde, true",
    "a*c*e, abde, false",
    "data-*, data-, true",
    "data-*, dat, false",
    "a**b, ab, true",
    "a.c, abc, false",
    "*ab*ab, abab, true",
    "*ab*ab, ab, false"
  })
  void matches_text_asExpected(String pattern, String text, boolean expected) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void matches_manyStarsThatAlmostFit_endsSoon() {
    Glob glob = new Glob("*a".repeat(120) + "b");
    assertThat(glob.matches("a".repeat(100_000))).isFalse();
  }

  @Test
  void constructor_emptyOrTooLong_refuses() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Glob(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Glob("a".repeat(257)));
  }
}
