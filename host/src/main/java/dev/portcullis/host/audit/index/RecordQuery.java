package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which records to find; all of it must hold, and what is absent does not restrict.
 *
 * @param filters exact values, such as the decision {@code block}
 * @param id of an execution, a decision, a request or a trace
 * @param from not before
 * @param to before
 * @param leastRisk in [0, 100]
 * @param text words that the record's messages and rules have, or words that begin so
 * @param before only records with a lower number
 * @param limit how many at most, at least 1
 */
public record RecordQuery(
    Map<Dimension, String> filters,
    Optional<String> id,
    Optional<Instant> from,
    Optional<Instant> to,
    OptionalInt leastRisk,
    Optional<String> text,
    OptionalLong before,
    int limit) {
  public RecordQuery {
    filters = Map.copyOf(filters);
    if (limit < 1 || filters.keySet().stream().anyMatch(d -> !d.isFilter())) {
      throw new IllegalArgumentException("a page has a record, and filters have whole values");
    }
  }

  /** The newest records. */
  public static RecordQuery newest(int limit) {
    return new RecordQuery(
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        limit);
  }

  /** The same, and the records must have that value. */
  public RecordQuery with(Dimension dimension, String value) {
    Map<Dimension, String> more = new EnumMap<>(Dimension.class);
    more.putAll(filters);
    more.put(dimension, value);
    return new RecordQuery(more, id, from, to, leastRisk, text, before, limit);
  }

  /** The page that follows. */
  public RecordQuery before(long seq) {
    return new RecordQuery(filters, id, from, to, leastRisk, text, OptionalLong.of(seq), limit);
  }
}
