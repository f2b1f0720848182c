package dev.portcullis.host.audit.checkpoint;

import java.time.Duration;

/**
 * When a checkpoint is signed: whatever comes first.
 *
 * @param records so many records after the last one
 * @param interval so long after the last one, if there is a record that it does not cover
 */
public record CheckpointSettings(int records, Duration interval) {
  /** Every 10,000 records or half a second. */
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(10_000, Duration.ofMillis(500));

  public CheckpointSettings {
    if (records < 1 || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("a checkpoint needs a record and a moment");
    }
  }
}
