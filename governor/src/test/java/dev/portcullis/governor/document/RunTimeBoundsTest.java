package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Requests;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over a bound when it is evaluated is an error of its rule, and of no other. */
class RunTimeBoundsTest {
  private static final String ITERATIONS =
      "facts.indicators.all(a, facts.indicators.all(b, facts.indicators.all(c, a.line > 0)))";
  private static final String REGEX = "request.skill.matches(facts.imports[0])";

  private static final Request HOSTILE =
      Requests.python(
          Facts.of(
              new CodeFacts(
                  1,
                  List.of(new Import("(a{50}){50}", "a", 1)),
                  List.of(),
                  Collections.nCopies(250, new Indicator("fork", "resource", 1)),
                  true)));

  @ParameterizedTest
  @CsvSource({
    "effect: block, block, 0",
    "effect: warn,  warn,  0",
    "risk: 40,      warn,  40",
    "effect: allow, allow, 0"
  })
  void judge_expressionOverABound_countsAgainstTheCaller(String says, String outcome, int risk)
      throws InvalidPolicyException {
    for (String when : List.of(ITERATIONS, REGEX)) {
      Judgement judgement = judge(says, when, true);
      assertThat(judgement.decision().outcome().orElseThrow().text()).isEqualTo(outcome);
      assertThat(judgement.decision().riskSum().points()).isEqualTo(risk);
      assertThat(judgement.trace())
          .filteredOn(trace -> trace.id().text().equals("bounded"))
          .singleElement()
          .satisfies(trace -> assertThat(trace.error()).isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {ITERATIONS, REGEX})
  void judge_allowRuleOverABound_doesNotAllow(String when) throws InvalidPolicyException {
    Judgement judgement = judge("effect: allow", when, false);
    assertThat(judgement.enforcement().refuses()).isTrue();
  }

  private static Judgement judge(String says, String when, boolean otherwiseOpen)
      throws InvalidPolicyException {
    String document =
        "apiVersion: portcullis.dev/v1\nkind: Policy\nrules:\n"
            + (otherwiseOpen ? "  - {id: open, match: {}, effect: allow}\n" : "")
            + "  - {id: bounded, match: {}, %s, when: '%s'}\n".formatted(says, when);
    Policy policy = new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8));
    return new Governor(policy).judge(HOSTILE, Settings.initialOf(policy, 1));
  }
}
