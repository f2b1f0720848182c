package dev.portcullis.host.quota;

import dev.portcullis.governor.policy.Bound;
import dev.portcullis.governor.policy.RuleId;
import java.time.Duration;
import java.util.Optional;

/**
 * How a caller stands with one bound.
 *
 * @param remaining how many more are let in now
 * @param until how long until the next one is let in, where none is now and that is known
 */
public record Standing(RuleId rule, Bound bound, long remaining, Optional<Duration> until) {}
