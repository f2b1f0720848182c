package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;

/**
 * Run-time configuration of the governor.
 *
 * @param version counts every change; the {@code ETag} of the config on the wire
 * @param policyDigest the active policy, {@code sha256:} and 64 hexadecimal digits
 */
public record RuntimeConfig(long version, Mode mode, Thresholds thresholds, String policyDigest) {}
