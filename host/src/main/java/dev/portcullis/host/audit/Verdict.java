package dev.portcullis.host.audit;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import java.util.List;
import java.util.Optional;

/**
 * What was decided, by which policy and settings, and what was done about it.
 *
 * @param computed absent where the governor is off, which computes nothing
 * @param risk in [0, 100]
 * @param rules those that determined it
 */
public record Verdict(
    String policyDigest,
    long configVersion,
    Mode mode,
    Optional<Effect> computed,
    Effect enforced,
    int risk,
    List<RuleHit> rules) {
  public Verdict {
    rules = List.copyOf(rules);
  }

  /**
   * A rule that spoke.
   *
   * @param effect absent for one that only adds risk
   * @param message what it says in the policy
   */
  public record RuleHit(String id, Optional<Effect> effect, int risk, Optional<String> message) {
    /** One that says nothing. */
    public RuleHit(String id, Optional<Effect> effect, int risk) {
      this(id, effect, risk, Optional.empty());
    }
  }
}
