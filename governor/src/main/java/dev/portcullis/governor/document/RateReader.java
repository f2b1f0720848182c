package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@code rate} of a rule. */
final class RateReader {
  static final Fields.Reading<RateScope> SCOPE =
      Readings.choice(RateScope::of, Stream.of(RateScope.values()).map(RateScope::text).toList());

  private RateReader() {}

  static Optional<Rate> read(YamlNode node, String path, Problems problems) {
    Optional<Fields> found = Fields.of(node, path, List.of("count", "per", "by"), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("count");
    fields.required("per");
    Optional<Integer> count = fields.map("count", Readings.integer(1, 1_000_000_000));
    Optional<Duration> per =
        fields.map("per", Readings.duration(Duration.ofMillis(1), LimitsReader.LONGEST));
    RateScope by = fields.map("by", SCOPE).orElse(RateScope.PRINCIPAL);
    if (count.isEmpty() || per.isEmpty()) {
      return Optional.empty();
    }
    if (count.get() > Rate.most(per.get())) {
      problems.add(
          fields.get("count").orElse(node),
          fields.path("count"),
          "more than one a nanosecond, which nobody can count");
      return Optional.empty();
    }
    return Optional.of(new Rate(count.get(), per.get(), by));
  }
}
