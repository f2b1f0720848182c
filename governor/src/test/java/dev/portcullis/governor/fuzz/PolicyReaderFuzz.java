package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PolicyReaderFuzz {
  private static final String SMALL =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      thresholds: {warn: 1, block: 2}
      rules:
        - {id: a, match: &m {actions: [cron.fire], languages: [p*]}, quota: {concurrent: 2, by: key}}
        - id: b
          match: *m
          rate: {count: 1, per: 1h, by: role}
          when: >-
            request.source == 'cron' &&
            facts.imports.exists(i, i.matches("^a"))
          risk: 9
        - {id: c, match: {}, effect: allow, limits: {wall: 1s, memory: 64MiB, pids: 3}}
      tests:
        - name: t
          request: {action: execution.create, language: python, code: "import os\nos.system('a')"}
          expect: {decision: allow, rules: [c]}
      """;

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
          "quota: {concurrent: 1}",
          "by: role",
          "sources: [",
          "\"\\ud800\"",
          "\"\\xff\\0\"",
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
        List.of(DefaultPolicy.document(), SMALL.getBytes(StandardCharsets.UTF_8), new byte[0]),
        PIECES,
        document -> {
          try {
            assertThat(new PolicyReader(Map.of("js", "node")).read(document).digest()).isNotNull();
          } catch (InvalidPolicyException invalid) {
            assertThat(invalid.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
          }
        });
  }
}
