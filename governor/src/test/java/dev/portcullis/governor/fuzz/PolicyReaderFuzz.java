package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReaderFuzz {
  private static final List<String> PIECES =
      List.of(
          "[",
          "{",
          "- ",
          ": ",
          "&a ",
          "*a",
          "!!str ",
          "? ",
          "|\n  ",
          ">\n",
          "\"",
          "'",
          "#",
          "---\n",
          "%YAML 1.2\n",
          "\t",
          "\u0000",
          "\ufeff",
          "when: ",
          "limits: {wall: 1s}",
          "risk: 1",
          "\n  - id: x",
          "~",
          "1e999",
          "0x",
          "<<: *a");

  @Test
  void read_anyDocument_isAPolicyOrSaysWhatIsWrong() {
    Mutations.feed(
        List.of(DefaultPolicy.document(), new byte[0]),
        PIECES,
        document -> {
          try {
            assertThat(new PolicyReader().read(document).digest()).isNotNull();
          } catch (InvalidPolicyException invalid) {
            assertThat(invalid.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
          }
        });
  }
}
