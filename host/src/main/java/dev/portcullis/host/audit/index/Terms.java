package dev.portcullis.host.audit.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The terms and their numbers, whose lowest bits are the dimension's code. One thread makes new
 * ones; many find them.
 */
final class Terms {
  private static final int KNOWN = 50_000;
  private static final int DIMENSION_BITS = 5;

  private final Jdbi jdbi;
  private final Cache<Term, Integer> known = Caffeine.newBuilder().maximumSize(KNOWN).build();

  /** Made and not in the database yet. */
  private final Map<Term, Integer> fresh = new ConcurrentHashMap<>();

  private int last;

  Terms(Jdbi jdbi) {
    this.jdbi = jdbi;
    int highest =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT COALESCE(MAX(id), 0) FROM audit_term")
                    .mapTo(Integer.class)
                    .one());
    this.last = highest >>> DIMENSION_BITS;
  }

  /** Which code the dimension of a term has. */
  static int dimension(int number) {
    return number & ((1 << DIMENSION_BITS) - 1);
  }

  /** The number of a term, which is made if need be. */
  int number(Term term) {
    return find(term)
        .orElseGet(
            () -> {
              int number =
                  Math.multiplyExact(++last, 1 << DIMENSION_BITS) | term.dimension().code();
              fresh.put(term, number);
              return number;
            });
  }

  /** The number of a term that some record has. */
  Optional<Integer> find(Term term) {
    Integer cached = known.getIfPresent(term);
    if (cached == null) {
      cached = fresh.get(term);
    }
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Integer> stored =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id FROM audit_term WHERE dimension = :dimension AND value = :value")
                    .bind("dimension", term.dimension().code())
                    .bind("value", term.value())
                    .mapTo(Integer.class)
                    .findOne());
    stored.ifPresent(number -> known.put(term, number));
    return stored;
  }

  /** The numbers of a dimension's terms that begin so, at most {@code most}. */
  List<Integer> beginning(Dimension dimension, String prefix, int most) {
    List<Integer> numbers =
        new ArrayList<>(
            jdbi.withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT id FROM audit_term WHERE dimension = :dimension"
                                + " AND value >= :from AND value < :to LIMIT :most")
                        .bind("dimension", dimension.code())
                        .bind("from", prefix)
                        // The last of all characters: both databases compare bytes.
                        .bind("to", prefix + "\uDBFF\uDFFF")
                        .bind("most", most)
                        .mapTo(Integer.class)
                        .list()));
    fresh.forEach(
        (term, number) -> {
          if (term.dimension() == dimension
              && term.value().startsWith(prefix)
              && !numbers.contains(number)) {
            numbers.add(number);
          }
        });
    return numbers;
  }

  /** All numbers of a dimension with few terms, by value. */
  Map<String, Integer> all(Dimension dimension) {
    Map<String, Integer> all = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT value, id FROM audit_term WHERE dimension = :dimension")
                .bind("dimension", dimension.code())
                .map((row, _) -> Map.entry(row.getString(1), row.getInt(2)))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue())));
    fresh.forEach(
        (term, number) -> {
          if (term.dimension() == dimension) {
            all.put(term.value(), number);
          }
        });
    return all;
  }

  /** The values of these terms. */
  Map<Integer, String> values(Collection<Integer> numbers) {
    Map<Integer, String> values = new HashMap<>();
    fresh.forEach(
        (term, number) -> {
          if (numbers.contains(number)) {
            values.put(number, term.value());
          }
        });
    if (!numbers.isEmpty()) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery("SELECT id, value FROM audit_term WHERE id IN (<numbers>)")
                  .bindList("numbers", List.copyOf(numbers))
                  .map((row, _) -> Map.entry(row.getInt(1), row.getString(2)))
                  .forEach(entry -> values.put(entry.getKey(), entry.getValue())));
    }
    return values;
  }

  /** Writes what is fresh. */
  void store(Handle handle) {
    var batch =
        handle.prepareBatch("INSERT INTO audit_term (id, dimension, value) VALUES (?, ?, ?)");
    fresh.forEach((term, number) -> batch.add(number, term.dimension().code(), term.value()));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** What was written is no longer fresh; after the commit. */
  void stored() {
    fresh.forEach(known::put);
    fresh.clear();
  }
}
