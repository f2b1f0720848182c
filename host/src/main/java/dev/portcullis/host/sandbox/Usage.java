package dev.portcullis.host.sandbox;

import java.time.Duration;

/**
 * What a program used, as the runner measured it.
 *
 * @param wall from its start to the end of its first process
 * @param cpu user and system time of the whole sandbox meanwhile
 * @param peakMemoryBytes the cgroup's peak, a standby interpreter included
 */
public record Usage(Duration wall, Duration cpu, long peakMemoryBytes) {
  /** Of a program that never started, or of which nothing is known. */
  public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0);
}
