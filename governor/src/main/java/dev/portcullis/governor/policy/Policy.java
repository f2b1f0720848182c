package dev.portcullis.governor.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules by which requests are judged. Their order means nothing.
 *
 * @param digest names the bytes it was read from
 * @param mode the initial one; the one in force is run-time configuration
 * @param thresholds the initial ones; those in force are run-time configuration
 * @param rules with distinct ids
 */
public record Policy(
    PolicyDigest digest,
    Mode mode,
    Thresholds thresholds,
    List<Rule> rules,
    List<PolicyTest> tests) {
  public Policy {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
    Set<RuleId> seen = new HashSet<>();
    for (Rule rule : rules) {
      if (!seen.add(rule.id())) {
        throw new IllegalArgumentException("two rules are called " + rule.id());
      }
    }
  }
}
