package dev.portcullis.governor;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.ConditionFailedException;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges requests by one policy.
 *
 * <p>All rules in scope are evaluated, whatever their order. The outcome is block if a block rule
 * matched or erred, or no allow rule matched, or the risk (the sum of the risks of the rules that
 * matched or erred, at most 100) reaches the block threshold; else warn if a warn rule matched or
 * erred, or the risk reaches the warn threshold; else allow. An allow rule that errs does not
 * allow. Shadow rules are traced and do not count.
 *
 * <p>Immutable, and safe to use from any number of threads.
 */
public final class Governor {
  private final Policy policy;
  private final RuleIndex index;
  private final RuleTrace[] matched;
  private final RuleTrace[] unmatched;

  public Governor(Policy policy) {
    this.policy = policy;
    this.index = new RuleIndex(policy.rules());
    int count = policy.rules().size();
    this.matched = new RuleTrace[count];
    this.unmatched = new RuleTrace[count];
    for (int i = 0; i < count; i++) {
      Rule rule = policy.rules().get(i);
      matched[i] = new RuleTrace(rule, rule.stage(), true, Optional.empty());
      unmatched[i] = new RuleTrace(rule, rule.stage(), false, Optional.empty());
    }
  }

  /** The policy it judges by. */
  public Policy policy() {
    return policy;
  }

  /** Judges {@code request}. Never fails: a rule that cannot be evaluated is part of the answer. */
  public Judgement judge(Request request, Settings settings) {
    if (settings.mode() == Mode.OFF) {
      return new Judgement(
          new Decision.NotEvaluated(),
          Enforcement.of(Mode.OFF, new Decision.NotEvaluated()),
          List.of(),
          List.of(),
          List.of(),
          PartialLimits.NONE,
          policy.digest(),
          settings);
    }
    Ints candidates = index.candidates(request);
    List<RuleTrace> trace = new ArrayList<>(candidates.size());
    Tally tally = new Tally();
    for (int i = 0; i < candidates.size(); i++) {
      int at = candidates.get(i);
      Rule rule = policy.rules().get(at);
      if (rule.match().matches(request) && !isIn(settings.disabled(), rule)) {
        RuleTrace result = staged(evaluate(at, rule, request), settings);
        trace.add(result);
        tally.add(result);
      }
    }
    Decision decision = tally.decide(settings.thresholds());
    return new Judgement(
        decision,
        Enforcement.of(settings.mode(), decision),
        trace,
        tally.messages(),
        tally.obligations(),
        tally.ceiling(),
        policy.digest(),
        settings);
  }

  private RuleTrace evaluate(int at, Rule rule, Request request) {
    Optional<Condition> when = rule.when();
    if (when.isEmpty()) {
      return matched[at];
    }
    try {
      return when.get().holds(request) ? matched[at] : unmatched[at];
    } catch (ConditionFailedException failed) {
      String error = Optional.ofNullable(failed.getMessage()).orElse("it failed");
      return new RuleTrace(rule, rule.stage(), false, Optional.of(error));
    }
  }

  private static RuleTrace staged(RuleTrace trace, Settings settings) {
    return isIn(settings.shadowed(), trace.rule())
        ? new RuleTrace(trace.rule(), Stage.SHADOW, trace.matched(), trace.error())
        : trace;
  }

  private static boolean isIn(Set<RuleId> ids, Rule rule) {
    return !ids.isEmpty() && ids.contains(rule.id());
  }
}
