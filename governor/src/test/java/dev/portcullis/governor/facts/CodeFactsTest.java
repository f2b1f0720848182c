package dev.portcullis.governor.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeFactsTest {
  private static final CodeFacts ONE =
      new CodeFacts(
          10,
          List.of(new Import("a", "a", 1)),
          List.of(new Call("f", 2)),
          List.of(new Indicator("fork", "resource", 3)),
          true);

  @Test
  void plus_twoFiles_joinsWhatIsKnownOfThem() {
    CodeFacts both =
        ONE.plus(new CodeFacts(5, List.of(new Import("b", "b", 1)), List.of(), List.of(), true));
    assertThat(both)
        .isEqualTo(
            new CodeFacts(
                15,
                List.of(new Import("a", "a", 1), new Import("b", "b", 1)),
                List.of(new Call("f", 2)),
                List.of(new Indicator("fork", "resource", 3)),
                true));
  }

  @Test
  void plus_oneOfThemNotWhole_isNotWhole() {
    CodeFacts cut = new CodeFacts(5, List.of(), List.of(), List.of(), false);
    assertThat(ONE.plus(cut).complete()).isFalse();
    assertThat(cut.plus(ONE).complete()).isFalse();
  }

  @Test
  void plus_moreThanIsKept_saysItIsNotWhole() {
    CodeFacts many =
        new CodeFacts(
            5, Collections.nCopies(1024, new Import("b", "b", 1)), List.of(), List.of(), true);
    assertThat(many.plus(CodeFacts.NONE).complete()).isTrue();
    assertThat(many.plus(ONE).complete()).isFalse();
    assertThat(many.plus(ONE).imports()).hasSize(1024);
  }
}
