package dev.portcullis.governor.document;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Obligation;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyTest;
import dev.portcullis.governor.policy.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the tests that a policy carries along, under its own thresholds. */
public final class PolicyTests {
  private PolicyTests() {}

  /**
   * How one test went.
   *
   * @param differences what was expected and what came, a line each; empty if it passed
   */
  public record Result(PolicyTest test, Judgement judgement, List<String> differences) {
    public Result {
      differences = List.copyOf(differences);
    }

    /** Whether nothing differed. */
    public boolean passed() {
      return differences.isEmpty();
    }
  }

  /** Every test, in the order of the document. */
  public static List<Result> run(Policy policy) {
    Governor governor = new Governor(policy);
    // In any mode but off the rules are evaluated; tests are about what is computed.
    Settings settings = new Settings(Mode.SOFT_BLOCK, policy.thresholds(), 0);
    List<Result> results = new ArrayList<>();
    for (PolicyTest test : policy.tests()) {
      Judgement judgement = governor.judge(test.request(), settings);
      results.add(new Result(test, judgement, differences(test, judgement)));
    }
    return List.copyOf(results);
  }

  private static List<String> differences(PolicyTest test, Judgement judgement) {
    List<String> differences = new ArrayList<>();
    Effect decision = judgement.decision().outcome().orElseThrow();
    if (decision != test.decision()) {
      differences.add("decision: expected " + test.decision().text() + ", got " + decision.text());
    }
    Set<RuleId> rules = Set.copyOf(judgement.decision().rules());
    if (test.rules().isPresent() && !test.rules().get().equals(rules)) {
      differences.add("rules: expected " + sorted(test.rules().get()) + ", got " + sorted(rules));
    }
    Set<RuleId> counting =
        judgement.obligations().stream().map(Obligation::rule).collect(Collectors.toSet());
    if (test.countedBy().isPresent() && !test.countedBy().get().equals(counting)) {
      differences.add(
          "counted_by: expected " + sorted(test.countedBy().get()) + ", got " + sorted(counting));
    }
    int risk = judgement.decision().riskSum().points();
    if (test.risk().isPresent() && test.risk().get().points() != risk) {
      differences.add("risk: expected " + test.risk().get().points() + ", got " + risk);
    }
    return differences;
  }

  private static String sorted(Set<RuleId> ids) {
    return new TreeSet<>(ids).toString();
  }
}
