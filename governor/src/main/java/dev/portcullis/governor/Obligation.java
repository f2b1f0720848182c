package dev.portcullis.governor;

import dev.portcullis.governor.policy.Bound;
import dev.portcullis.governor.policy.RuleId;

/** A bound that the request counts in; the host counts, since counting needs a memory. */
public record Obligation(RuleId rule, Bound bound) {}
