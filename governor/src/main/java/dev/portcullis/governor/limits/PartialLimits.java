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
}
