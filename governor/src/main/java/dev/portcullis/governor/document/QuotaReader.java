package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.RateScope;
import java.util.List;
import java.util.Optional;

/** Reads the {@code quota} of a rule. */
final class QuotaReader {
  private static final int MOST_AT_ONCE = 1_000_000;

  private QuotaReader() {}

  static Optional<Quota> read(YamlNode node, String path, Problems problems) {
    Optional<Fields> found = Fields.of(node, path, List.of("concurrent", "by"), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("concurrent");
    RateScope by = fields.map("by", RateReader.SCOPE).orElse(RateScope.PRINCIPAL);
    return fields
        .map("concurrent", Readings.integer(1, MOST_AT_ONCE))
        .map(concurrent -> new Quota(concurrent, by));
  }
}
