package dev.portcullis.host.sandbox.runner;

import dev.portcullis.governor.limits.ByteSize;

/**
 * What one execution may leave at most.
 *
 * @param count files, at least 0
 * @param total bytes of all of them, held in memory until they are answered
 */
public record ArtifactBounds(int count, ByteSize total) {
  public ArtifactBounds {
    if (count < 0 || count > 10_000) {
      throw new IllegalArgumentException("artifacts are 0 to 10000: " + count);
    }
  }
}
