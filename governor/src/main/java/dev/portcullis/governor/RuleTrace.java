package dev.portcullis.governor;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import java.util.Optional;

/**
 * What became of one rule in scope, that is, one whose {@code match} fitted.
 *
 * @param stage whether it counted
 * @param matched whether its condition held, or it has none
 * @param error why its condition could not be evaluated; then it is not matched
 */
public record RuleTrace(Rule rule, Stage stage, boolean matched, Optional<String> error) {
  public RuleTrace {
    if (matched && error.isPresent()) {
      throw new IllegalArgumentException("a rule that erred did not match");
    }
  }

  /** The rule's name. */
  public RuleId id() {
    return rule.id();
  }

  /** What the rule says, if it says one. */
  public Optional<Effect> effect() {
    return rule.effect();
  }

  /** What the rule adds to the risk if it matched or erred. */
  public Risk risk() {
    return rule.risk();
  }

  /** Whether it speaks against the caller, as a matched or an erring rule does, and counts. */
  boolean counts() {
    return stage == Stage.ENFORCE && (matched || error.isPresent());
  }

  /** Whether it allows: an allow rule that errs does not. */
  boolean allows() {
    return stage == Stage.ENFORCE && matched && rule.effect().equals(Optional.of(Effect.ALLOW));
  }
}
