package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.ByteSize;
import java.time.Duration;

/**
 * How the one path treats what it carries.
 *
 * @param queueTime how long a request waits for a sandbox before it is refused
 * @param resultsKept how long results can be fetched
 * @param resultsSize how many bytes of results are kept
 * @param seccompSha256 digest of the filter in force, for the record
 */
public record ExecutionSettings(
    Duration queueTime, Duration resultsKept, ByteSize resultsSize, String seccompSha256) {}
