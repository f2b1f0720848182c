package dev.portcullis.governor.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Some of the {@link Limits}: what a caller asks for, or what a rule permits at most. What is
 * absent says nothing.
 */
public record PartialLimits(
    Optional<Duration> wall,
    Optional<Duration> cpu,
    Optional<ByteSize> memory,
    OptionalInt pids,
    Optional<ByteSize> output,
    Optional<ByteSize> workspace) {
  /** Nothing asked, nothing bounded. */
  public static final PartialLimits NONE =
      new PartialLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * For each limit the higher of the two; absent, and so unbounded, where either says nothing of
   * it.
   */
  public PartialLimits mostGenerous(PartialLimits other) {
    if (equals(other)) {
      return this;
    }
    return new PartialLimits(
        higher(wall, other.wall),
        higher(cpu, other.cpu),
        higher(memory, other.memory),
        pids.isPresent() && other.pids.isPresent()
            ? OptionalInt.of(Math.max(pids.getAsInt(), other.pids.getAsInt()))
            : OptionalInt.empty(),
        higher(output, other.output),
        higher(workspace, other.workspace));
  }

  private static <T extends Comparable<T>> Optional<T> higher(Optional<T> one, Optional<T> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return one.get().compareTo(other.get()) >= 0 ? one : other;
  }
}
