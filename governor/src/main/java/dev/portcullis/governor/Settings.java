package dev.portcullis.governor;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import java.util.Set;

/**
 * Run-time configuration of the governor, apart from the policy and with a version of its own.
 *
 * @param configVersion recorded in every judgement
 * @param disabled rules that are not looked at
 * @param shadowed rules that are evaluated and traced, and do not count
 */
public record Settings(
    Mode mode,
    Thresholds thresholds,
    long configVersion,
    Set<RuleId> disabled,
    Set<RuleId> shadowed) {
  public Settings {
    disabled = Set.copyOf(disabled);
    shadowed = Set.copyOf(shadowed);
  }

  /** No rule disabled or shadowed. */
  public Settings(Mode mode, Thresholds thresholds, long configVersion) {
    this(mode, thresholds, configVersion, Set.of(), Set.of());
  }

  /** The initial values that {@code policy} names. */
  public static Settings initialOf(Policy policy, long configVersion) {
    return new Settings(policy.mode(), policy.thresholds(), configVersion);
  }
}
