package dev.portcullis.client;

import org.jspecify.annotations.Nullable;

/**
 * The governor's run-time configuration.
 *
 * @param version counts the changes
 * @param etag what a change must name in {@code If-Match}
 */
public record GovernorConfig(
    String mode,
    Thresholds thresholds,
    @Nullable String policyDigest,
    long version,
    @Nullable String etag) {
  /** From which risk on to warn and to block. */
  public record Thresholds(int warn, int block) {}

  /** This configuration under the tag it was read with. */
  GovernorConfig tagged(@Nullable String tag) {
    return new GovernorConfig(mode, thresholds, policyDigest, version, tag);
  }
}
