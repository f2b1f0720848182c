package dev.portcullis.governor;

import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RuleId;

/** A rate that the request consumes; the host counts, since counting needs a clock. */
public record Obligation(RuleId rule, Rate rate) {}
