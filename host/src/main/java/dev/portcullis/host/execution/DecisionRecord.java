package dev.portcullis.host.execution;

import java.util.List;

/**
 * A decision as callers and auditors see it.
 *
 * @param id {@code dec_} and a ULID
 * @param computed what the policy computed: {@code allow}, {@code warn} or {@code block}
 * @param enforced what was done about it, by the mode
 * @param mode the mode in force
 * @param risk 0 to 100
 * @param rules the rules that determined it
 * @param warnings for the caller: messages of the matched rules, and limits that were cut
 * @param policyDigest the policy that decided
 * @param configVersion the version of the run-time configuration that was in force
 */
public record DecisionRecord(
    String id,
    String computed,
    String enforced,
    String mode,
    int risk,
    List<String> rules,
    List<String> warnings,
    String policyDigest,
    long configVersion) {
  public DecisionRecord {
    rules = List.copyOf(rules);
    warnings = List.copyOf(warnings);
  }
}
