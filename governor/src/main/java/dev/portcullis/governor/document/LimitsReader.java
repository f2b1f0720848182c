package dev.portcullis.governor.document;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code limits}: what a rule permits, or what the request of a test asks. */
final class LimitsReader {
  private static final List<String> KEYS =
      List.of("wall", "cpu", "memory", "pids", "output", "workspace");

  static final Duration LONGEST = Duration.ofHours(24);
  static final ByteSize LARGEST = new ByteSize(1L << 40);

  /** The most that Linux can number. */
  static final int MOST_PIDS = 4_194_304;

  private static final Fields.Reading<Duration> DURATION =
      Readings.duration(Duration.ofMillis(1), LONGEST);
  private static final Fields.Reading<ByteSize> SIZE = Readings.size(new ByteSize(1), LARGEST);

  private LimitsReader() {}

  static Optional<PartialLimits> read(YamlNode node, String path, Problems problems) {
    return Fields.of(node, path, KEYS, problems)
        .map(
            fields ->
                new PartialLimits(
                    fields.map("wall", DURATION),
                    fields.map("cpu", DURATION),
                    fields.map("memory", SIZE),
                    fields
                        .map("pids", Readings.integer(1, MOST_PIDS))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                    fields.map("output", SIZE),
                    fields.map("workspace", SIZE)));
  }
}
