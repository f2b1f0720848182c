package dev.portcullis.host.sandbox.pool;

import com.sun.management.OperatingSystemMXBean;
import dev.portcullis.governor.limits.ByteSize;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How many sandboxes there may be, and who waits how.
 *
 * @param most sandboxes at once: waiting, in use, being made and being removed
 * @param memory the sum of what all of them may use
 * @param queuedPerPrincipal requests of one principal that may wait
 * @param queued requests that may wait in all
 * @param creating sandboxes being made at once; more than the machine has processors only adds
 *     latency
 * @param refilling of these, how many for the pool itself
 * @param patience how long making and removing sandboxes stands back at most while programs run
 * @param longestWait the age at which a waiting sandbox is replaced
 * @param firstRetry the pause after a failure, doubled at each further one
 * @param lastRetry the longest such pause
 */
public record PoolConfig(
    int most,
    ByteSize memory,
    int queuedPerPrincipal,
    int queued,
    int creating,
    int refilling,
    Duration patience,
    Duration longestWait,
    Duration firstRetry,
    Duration lastRetry) {
  public PoolConfig {
    if (most < 1 || creating < 1 || refilling < 1 || queued < 1 || queuedPerPrincipal < 1) {
      throw new IllegalArgumentException("a pool has room for at least one of everything");
    }
  }

  /** For {@code most} sandboxes on this machine, four fifths of its memory being theirs. */
  public static PoolConfig defaults(int most, int queuedPerPrincipal) {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new PoolConfig(
        most,
        new ByteSize(machine / 5 * 4),
        queuedPerPrincipal,
        Math.max(256, queuedPerPrincipal),
        4,
        2,
        Duration.ofMillis(250),
        Duration.ofMinutes(30),
        Duration.ofMillis(500),
        Duration.ofSeconds(30));
  }
}
