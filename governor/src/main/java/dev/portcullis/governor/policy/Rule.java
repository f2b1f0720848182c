package dev.portcullis.governor.policy;

import dev.portcullis.governor.limits.PartialLimits;
import java.util.Optional;

/**
 * One rule: what it is about, and what it says then. It has an effect, a risk, a rate or a quota.
 *
 * @param when a further condition
 * @param risk what it adds to a request's risk; {@link Risk#NONE} where it says nothing of it
 * @param limits the most it permits; only an allow rule has any
 * @param message for the caller, where the rule matched
 */
public record Rule(
    RuleId id,
    Match match,
    Optional<Condition> when,
    Optional<Effect> effect,
    Risk risk,
    PartialLimits limits,
    Optional<Rate> rate,
    Optional<Quota> quota,
    Optional<String> message,
    Stage stage) {
  public Rule {
    if (effect.isEmpty() && risk.equals(Risk.NONE) && rate.isEmpty() && quota.isEmpty()) {
      throw new IllegalArgumentException(
          "rule " + id + " has neither effect nor risk nor rate nor quota");
    }
    if (!limits.equals(PartialLimits.NONE) && !effect.equals(Optional.of(Effect.ALLOW))) {
      throw new IllegalArgumentException("rule " + id + " has limits and does not allow");
    }
  }
}
