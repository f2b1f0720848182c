package dev.portcullis.host.http.routes;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.http.json.ObjectReader;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the limits that somebody asks for. */
final class AskedLimits {
  /** The largest whole number that every JSON implementation keeps. */
  private static final long LARGEST = (1L << 53) - 1;

  /** About 31 years: any duration up to here is also a number of nanoseconds. */
  private static final long LONGEST_MS = 1_000_000_000_000L;

  private AskedLimits() {}

  /** The limits in the field {@code limits}; nothing where it is not there. */
  static PartialLimits read(ObjectReader body) {
    Optional<ObjectReader> object = body.object("limits");
    if (object.isEmpty()) {
      return PartialLimits.NONE;
    }
    ObjectReader limits = object.get();
    OptionalLong pids = limits.number("pids", 1, Integer.MAX_VALUE);
    var asked =
        new PartialLimits(
            duration(limits, "wall_ms"),
            duration(limits, "cpu_ms"),
            size(limits, "memory_bytes"),
            pids.isPresent() ? OptionalInt.of((int) pids.getAsLong()) : OptionalInt.empty(),
            size(limits, "output_bytes"),
            size(limits, "workspace_bytes"));
    limits.finish();
    return asked;
  }

  private static Optional<Duration> duration(ObjectReader limits, String name) {
    OptionalLong ms = limits.number(name, 1, LONGEST_MS);
    return ms.isPresent() ? Optional.of(Duration.ofMillis(ms.getAsLong())) : Optional.empty();
  }

  private static Optional<ByteSize> size(ObjectReader limits, String name) {
    OptionalLong bytes = limits.number(name, 1, LARGEST);
    return bytes.isPresent() ? Optional.of(new ByteSize(bytes.getAsLong())) : Optional.empty();
  }
}
