package dev.portcullis.governor.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The limits one execution gets, and where they are lower than asked.
 *
 * @param warnings one sentence for each limit that was cut, for the caller
 */
public record LimitGrant(Limits granted, List<String> warnings) {
  public LimitGrant {
    warnings = List.copyOf(warnings);
  }

  /**
   * Grants what is asked, cut to the profile's maximum and to what the policy permits; where
   * nothing is asked, the profile's default, cut alike but without a warning.
   *
   * @param asked within the absolute ranges, which are checked before
   * @param defaults the profile's
   * @param maximum the profile's
   * @param permitted what the most generous matched allow rule permits of each
   */
  public static LimitGrant of(
      PartialLimits asked, Limits defaults, Limits maximum, PartialLimits permitted) {
    List<String> warnings = new ArrayList<>();
    Limits granted =
        new Limits(
            millis(
                "wall_ms",
                asked.wall(),
                defaults.wall(),
                maximum.wall(),
                permitted.wall(),
                warnings),
            millis("cpu_ms", asked.cpu(), defaults.cpu(), maximum.cpu(), permitted.cpu(), warnings),
            bytes(
                "memory_bytes",
                asked.memory(),
                defaults.memory(),
                maximum.memory(),
                permitted.memory(),
                warnings),
            count(
                "pids", asked.pids(), defaults.pids(), maximum.pids(), permitted.pids(), warnings),
            bytes(
                "output_bytes",
                asked.output(),
                defaults.output(),
                maximum.output(),
                permitted.output(),
                warnings),
            bytes(
                "workspace_bytes",
                asked.workspace(),
                defaults.workspace(),
                maximum.workspace(),
                permitted.workspace(),
                warnings));
    return new LimitGrant(granted, warnings);
  }

  private static Duration millis(
      String name,
      Optional<Duration> asked,
      Duration fallback,
      Duration maximum,
      Optional<Duration> permitted,
      List<String> warnings) {
    return Duration.ofMillis(
        cut(
            name,
            asked.map(Duration::toMillis),
            fallback.toMillis(),
            maximum.toMillis(),
            permitted.map(Duration::toMillis),
            warnings));
  }

  private static ByteSize bytes(
      String name,
      Optional<ByteSize> asked,
      ByteSize fallback,
      ByteSize maximum,
      Optional<ByteSize> permitted,
      List<String> warnings) {
    return new ByteSize(
        cut(
            name,
            asked.map(ByteSize::bytes),
            fallback.bytes(),
            maximum.bytes(),
            permitted.map(ByteSize::bytes),
            warnings));
  }

  private static int count(
      String name,
      OptionalInt asked,
      int fallback,
      int maximum,
      OptionalInt permitted,
      List<String> warnings) {
    return Math.toIntExact(cut(name, boxed(asked), fallback, maximum, boxed(permitted), warnings));
  }

  private static Optional<Long> boxed(OptionalInt value) {
    return value.isPresent() ? Optional.of((long) value.getAsInt()) : Optional.empty();
  }

  private static long cut(
      String name,
      Optional<Long> asked,
      long fallback,
      long maximum,
      Optional<Long> permitted,
      List<String> warnings) {
    boolean byPolicy = permitted.isPresent() && permitted.get() < maximum;
    long ceiling = byPolicy ? permitted.get() : maximum;
    if (asked.isEmpty()) {
      return Math.min(fallback, ceiling);
    }
    if (asked.get() <= ceiling) {
      return asked.get();
    }
    warnings.add(
        "limits."
            + name
            + ": asked "
            + asked.get()
            + ", granted "
            + ceiling
            + (byPolicy ? ", the most the policy permits" : ", the profile's maximum"));
    return ceiling;
  }
}
