package dev.portcullis.governor.facts;

import dev.portcullis.governor.limits.PartialLimits;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing asked, as the governor judges it. Language and profile are the resolved names, never
 * the caller's aliases.
 *
 * @param skill the skill's name, also where its code is judged as {@link Action#EXECUTION_CREATE}
 * @param asked the limits the caller names
 * @param time when it was asked: an input, so that the governor needs no clock
 */
public record Request(
    Action action,
    Principal principal,
    Source source,
    Optional<String> language,
    Optional<String> profile,
    Optional<String> skill,
    PartialLimits asked,
    Facts facts,
    Instant time) {}
