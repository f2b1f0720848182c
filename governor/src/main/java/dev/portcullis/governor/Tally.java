package dev.portcullis.governor;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up the rules in scope of one request. The order in which they come does not matter. */
final class Tally {
  private final List<RuleTrace> counted = new ArrayList<>();
  private final List<RuleId> allowedBy = new ArrayList<>();
  private final List<Reason> messages = new ArrayList<>();
  private final List<Obligation> obligations = new ArrayList<>();
  private @Nullable PartialLimits ceiling;
  private long risk;
  private boolean blocks;
  private boolean warns;

  void add(RuleTrace trace) {
    if (!trace.counts()) {
      return;
    }
    Rule rule = trace.rule();
    if (trace.allows()) {
      allowedBy.add(rule.id());
      ceiling = ceiling == null ? rule.limits() : ceiling.mostGenerous(rule.limits());
    }
    blocks |= is(rule, Effect.BLOCK);
    warns |= is(rule, Effect.WARN);
    risk += rule.risk().points();
    if (rule.rate().isPresent()) {
      obligations.add(new Obligation(rule.id(), rule.rate().get()));
    }
    if (rule.quota().isPresent()) {
      obligations.add(new Obligation(rule.id(), rule.quota().get()));
    }
    if (rule.message().isPresent()) {
      messages.add(new Reason(rule.id(), rule.message().get()));
    }
    counted.add(trace);
  }

  Decision decide(Thresholds thresholds) {
    Risk sum = Risk.capped(risk);
    boolean tooRisky = sum.points() >= thresholds.block();
    if (blocks || allowedBy.isEmpty() || tooRisky) {
      return new Decision.Block(sum, reasons(Effect.BLOCK, tooRisky));
    }
    boolean risky = sum.points() >= thresholds.warn();
    if (warns || risky) {
      return new Decision.Warn(sum, reasons(Effect.WARN, risky));
    }
    return new Decision.Allow(sum, allowedBy);
  }

  List<Reason> messages() {
    return messages;
  }

  List<Obligation> obligations() {
    return obligations;
  }

  PartialLimits ceiling() {
    return ceiling == null ? PartialLimits.NONE : ceiling;
  }

  /** The rules of that effect, and those that add to the risk where the risk decides too. */
  private List<Reason> reasons(Effect effect, boolean byRisk) {
    List<Reason> reasons = new ArrayList<>();
    for (RuleTrace trace : counted) {
      Rule rule = trace.rule();
      if (is(rule, effect) || (byRisk && !rule.risk().equals(Risk.NONE))) {
        reasons.add(new Reason(rule.id(), message(trace)));
      }
    }
    return reasons;
  }

  private static String message(RuleTrace trace) {
    Rule rule = trace.rule();
    if (rule.message().isPresent()) {
      return rule.message().get();
    }
    if (trace.error().isPresent()) {
      return "rule `" + rule.id() + "` could not be evaluated, which counts against the request";
    }
    return "rule `" + rule.id() + "` applies";
  }

  private static boolean is(Rule rule, Effect effect) {
    return rule.effect().isPresent() && rule.effect().get() == effect;
  }
}
