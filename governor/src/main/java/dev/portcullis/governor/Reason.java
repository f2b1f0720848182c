package dev.portcullis.governor;

import dev.portcullis.governor.policy.RuleId;

/**
 * One rule that speaks against a request.
 *
 * @param message for the caller: the rule's own, or one that names the rule
 */
public record Reason(RuleId rule, String message) {}
