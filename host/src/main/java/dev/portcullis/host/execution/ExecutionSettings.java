package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.ByteSize;
import java.time.Duration;

/**
 * How the one path treats what it carries.
 *
 * @param queueTime how long a request waits for a sandbox before it is refused
 * @param requestsSize how many bytes the requests that wait and run may hold together
 * @param resultsKept how long results can be fetched
 * @param resultsSize how many bytes of results are kept
 * @param seccompSha256 digest of the filter in force, for the record
 */
public record ExecutionSettings(
    Duration queueTime,
    ByteSize requestsSize,
    Duration resultsKept,
    ByteSize resultsSize,
    String seccompSha256) {}
