package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.governor.policy.Thresholds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  private static final String WHOLE =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      mode: hard_block
      thresholds: {warn: 30, block: 60}
      rules:
        - id: agents-run-code
          match:
            actions: [execution.create, session.create]
            roles: [agent, operator]
            principals: ["data-*", bob]
            sources: [api, mcp]
            languages: [python]
            profiles: ["*"]
            skills: ["*"]
          effect: allow
          limits: {wall: 60s, cpu: 30s, memory: 1GiB, pids: 256, output: 8MiB, workspace: 64MiB}
        - id: data-team-rate
          match: {}
          rate: {count: 120, per: 1m, by: role}
          quota: {concurrent: 4, by: key}
          risk: 35
          message: Slowly
          stage: shadow
      tests:
        - name: one
          request: {action: execution.create, principal: bob, language: python}
          expect: {decision: allow, rules: [agents-run-code], risk: 0}
      """;

  @Test
  void read_wholeDocument_isUnderstood() throws InvalidPolicyException {
    Policy policy = read(WHOLE);
    assertThat(policy.mode()).isEqualTo(Mode.HARD_BLOCK);
    assertThat(policy.thresholds()).isEqualTo(new Thresholds(30, 60));
    assertThat(policy.tests()).hasSize(1);
    Rule first = policy.rules().get(0);
    assertThat(first.id()).isEqualTo(new RuleId("agents-run-code"));
    assertThat(first.match().actions())
        .containsExactly(Action.EXECUTION_CREATE, Action.SESSION_CREATE);
    assertThat(first.match().roles()).containsExactly(Role.AGENT, Role.OPERATOR);
    assertThat(first.match().sources()).containsExactlyInAnyOrder(Source.API, Source.MCP);
    assertThat(first.match().principals()).isEqualTo(Globs.of("data-*", "bob"));
    assertThat(first.match().languages()).isEqualTo(Globs.of("python"));
    assertThat(first.effect()).contains(Effect.ALLOW);
    assertThat(first.limits())
        .isEqualTo(
            new PartialLimits(
                Optional.of(Duration.ofSeconds(60)),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(ByteSize.ofMebibytes(1024)),
                OptionalInt.of(256),
                Optional.of(ByteSize.ofMebibytes(8)),
                Optional.of(ByteSize.ofMebibytes(64))));
    Rule second = policy.rules().get(1);
    assertThat(second.effect()).isEmpty();
    assertThat(second.rate()).contains(new Rate(120, Duration.ofMinutes(1), RateScope.ROLE));
    assertThat(second.quota()).contains(new Quota(4, RateScope.KEY));
    assertThat(second.risk()).isEqualTo(new Risk(35));
    assertThat(second.message()).contains("Slowly");
    assertThat(second.stage()).isEqualTo(Stage.SHADOW);
  }

  @Test
  void read_document_isNamedByTheDigestOfItsBytes() throws InvalidPolicyException {
    String document = "apiVersion: portcullis.dev/v1\nkind: Policy\nrules: []\n";
    // printf '...' | sha256sum
    assertThat(read(document).digest().text())
        .isEqualTo("sha256:b94f8cc5eafa681f33129977413792c3cf9c82377f60f4272f100ec0f50d9b12");
    assertThat(read(document + "# more\n").digest()).isNotEqualTo(read(document).digest());
  }

  @Test
  void read_modeAndThresholdsLeftOut_areTheDefaults() throws InvalidPolicyException {
    Policy policy = read("apiVersion: portcullis.dev/v1\nkind: Policy\nrules: []\n");
    assertThat(policy.mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(policy.thresholds()).isEqualTo(Thresholds.DEFAULT);
  }

  @Test
  void read_anchorsAndAliases_areFollowed() throws InvalidPolicyException {
    Policy policy =
        read(
            """
            apiVersion: portcullis.dev/v1
            kind: Policy
            rules:
              - {id: one, match: &who {roles: [agent]}, effect: allow}
              - {id: two, match: *who, effect: warn}
            """);
    assertThat(policy.rules().get(1).match().roles()).isEqualTo(Set.of(Role.AGENT));
  }

  @Test
  void read_failingTest_isInvalidAtTheTest() {
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(
            () ->
                read(
                    WHOLE.replace(
                        "expect: {decision: allow, rules: [agents-run-code], risk: 0}",
                        "expect: {decision: warn, rules: [data-team-rate], risk: 35,"
                            + " counted_by: [agents-run-code]}")))
        .satisfies(
            invalid ->
                assertThat(invalid.problems())
                    .extracting(PolicyProblem::toString)
                    .containsExactly(
                        "25:5: tests[0]: the test `one` fails: decision: expected warn, got allow; "
                            + "rules: expected [data-team-rate], got [agents-run-code]; "
                            + "counted_by: expected [agents-run-code], got []; "
                            + "risk: expected 35, got 0"));
  }

  @Test
  void parse_failingTest_isStillAPolicy() throws InvalidPolicyException {
    Policy policy =
        new PolicyReader()
            .parse(
                WHOLE
                    .replace("decision: allow,", "decision: block,")
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(PolicyTests.run(policy).get(0).differences())
        .containsExactly("decision: expected block, got allow");
  }

  private static Policy read(String document) throws InvalidPolicyException {
    return new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8));
  }
}
