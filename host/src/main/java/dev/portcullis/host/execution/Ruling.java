package dev.portcullis.host.execution;

import dev.portcullis.governor.Enforcement;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Reason;
import dev.portcullis.governor.RuleTrace;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.host.audit.Verdict;
import dev.portcullis.host.audit.Verdict.RuleHit;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.quota.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was decided about one request, in the two forms in which it leaves the one path: for the
 * journal and for the caller.
 *
 * @param refusal why it does not run, for the caller; empty if it does
 */
record Ruling(Verdict verdict, DecisionRecord decision, Optional<Refusal> refusal) {
  private static final RuleId KILL_SWITCH = new RuleId("kill-switch");

  /** No rule of a policy can be called so: their names have no colon. */
  static final String LANGUAGE_TOGGLE = "toggle:language";

  /** What the governor's judgement comes to. */
  static Ruling of(Judgement judgement, String decisionId, List<String> limitWarnings) {
    Enforcement enforcement = judgement.enforcement();
    List<String> warnings =
        new ArrayList<>(judgement.messages().stream().map(Reason::message).toList());
    warnings.addAll(limitWarnings);
    Verdict verdict =
        new Verdict(
            judgement.policy().text(),
            judgement.settings().configVersion(),
            enforcement.mode(),
            enforcement.computed(),
            enforcement.enforced(),
            judgement.decision().riskSum().points(),
            hits(judgement));
    DecisionRecord decision = decision(verdict, decisionId, warnings);
    return new Ruling(
        verdict,
        decision,
        enforcement.refuses() ? Optional.of(Refusals.blocked(decision)) : Optional.empty());
  }

  /** A rate or quota of the policy is used up: recorded like any block, whatever the mode. */
  static Ruling rateLimited(Judgement judgement, String decisionId, Taken.Exceeded exceeded) {
    Verdict verdict =
        new Verdict(
            judgement.policy().text(),
            judgement.settings().configVersion(),
            judgement.settings().mode(),
            judgement.enforcement().computed(),
            Effect.BLOCK,
            judgement.decision().riskSum().points(),
            exceeded.rules().stream()
                .map(rule -> new RuleHit(rule.text(), Optional.of(Effect.BLOCK), 0))
                .toList());
    DecisionRecord decision = decision(verdict, decisionId, List.of());
    return new Ruling(verdict, decision, Optional.of(Refusals.rateLimited(decision, exceeded)));
  }

  /** An operator switched the language off: recorded like any block, whatever the mode. */
  static Ruling switchedOff(
      Judgement judgement, String decisionId, String language, Optional<Instant> until) {
    Verdict verdict =
        new Verdict(
            judgement.policy().text(),
            judgement.settings().configVersion(),
            judgement.settings().mode(),
            judgement.enforcement().computed(),
            Effect.BLOCK,
            judgement.decision().riskSum().points(),
            List.of(new RuleHit(LANGUAGE_TOGGLE, Optional.of(Effect.BLOCK), 0)));
    DecisionRecord decision = decision(verdict, decisionId, List.of());
    return new Ruling(
        verdict, decision, Optional.of(Refusals.switchedOff(decision, language, until)));
  }

  /**
   * The host is halted: nothing is evaluated, and that is recorded as a block of the kill switch.
   */
  static Ruling halted(RuntimeConfig config, String decisionId, Refusal refusal) {
    Verdict verdict =
        new Verdict(
            config.policyDigest(),
            config.version(),
            config.mode(),
            Optional.empty(),
            Effect.BLOCK,
            0,
            List.of(new RuleHit(KILL_SWITCH.text(), Optional.of(Effect.BLOCK), 0)));
    return new Ruling(verdict, decision(verdict, decisionId, List.of()), Optional.of(refusal));
  }

  private static DecisionRecord decision(Verdict verdict, String id, List<String> warnings) {
    return new DecisionRecord(
        id,
        verdict.computed().map(Effect::text).orElse("not_evaluated"),
        verdict.enforced().text(),
        verdict.mode().text(),
        verdict.risk(),
        verdict.rules().stream().map(RuleHit::id).toList(),
        warnings,
        verdict.policyDigest(),
        verdict.configVersion());
  }

  /** The rules that determined the outcome, and those whose risk counted in it. */
  private static List<RuleHit> hits(Judgement judgement) {
    Set<RuleId> determining = new LinkedHashSet<>(judgement.decision().rules());
    Map<RuleId, String> messages =
        judgement.messages().stream()
            .collect(Collectors.toMap(Reason::rule, Reason::message, (first, _) -> first));
    List<RuleHit> hits = new ArrayList<>();
    for (RuleTrace trace : judgement.trace()) {
      if (determining.contains(trace.id())) {
        hits.add(
            new RuleHit(
                trace.id().text(),
                trace.effect(),
                trace.risk().points(),
                Optional.ofNullable(messages.get(trace.id()))));
      }
    }
    return hits;
  }
}
