package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts records by hour in one snapshot: whole hours as they were counted when they were written,
 * hours that the time cuts anew.
 */
final class Hours {
  /** A month of hours. */
  private static final int MOST = 31 * 24;

  private static final long HOUR_MS = 3_600_000;

  private final Jdbi jdbi;
  private final Terms terms;
  private final Tally tally;
  private final Tail tail;

  Hours(Jdbi jdbi, Terms terms, Tally tally, Tail tail) {
    this.jdbi = jdbi;
    this.terms = terms;
    this.tally = tally;
    this.tail = tail;
  }

  /** The latest hours in order, and whether there are earlier ones. */
  record Found(List<AuditSummary.Hour> list, boolean cut) {}

  /** Which hour a time is of, since 1970. */
  static long hour(long time) {
    return Math.floorDiv(time, HOUR_MS);
  }

  /** One hour's counts while they are added up. */
  private static final class Counts {
    long records;
    long allowed;
    long warned;
    long blocked;

    void add(String decision, long count) {
      switch (decision) {
        case "allow" -> allowed += count;
        case "warn" -> warned += count;
        case "block" -> blocked += count;
        default -> throw new UnfitIndexException("there is no decision " + decision);
      }
    }
  }

  private record Row(long hour, Counts counts, long stored) {}

  /** Empty if the database holds more, or less, than this snapshot says. */
  Optional<Found> of(Span span) {
    if (span.isEmpty()) {
      return Optional.of(new Found(List.of(), false));
    }
    TreeMap<Long, Counts> hours = new TreeMap<>();
    for (Row row : stored(hour(span.from()), hour(span.to() - 1))) {
      if (row.stored != tail.stored()) {
        return Optional.empty();
      }
      hours.put(row.hour, row.counts);
    }
    Map<Integer, String> decisions = new TreeMap<>();
    terms.all(Dimension.DECISION).forEach((value, number) -> decisions.put(number, value));
    TreeSet<Long> anew = new TreeSet<>();
    if (span.from() != Long.MIN_VALUE && Math.floorMod(span.from(), HOUR_MS) != 0) {
      anew.add(hour(span.from()));
    }
    if (span.to() != Long.MAX_VALUE && Math.floorMod(span.to(), HOUR_MS) != 0) {
      anew.add(hour(span.to()));
    }
    for (int i = 0; i < tail.size(); i++) {
      Entry entry = tail.at(i);
      if (span.contains(entry.time()) && !anew.contains(hour(entry.time()))) {
        add(entry, decisions, hours.computeIfAbsent(hour(entry.time()), _ -> new Counts()));
      }
    }
    for (long hour : anew) {
      Counts counts = counted(span.and(new Span(hour * HOUR_MS, (hour + 1) * HOUR_MS)), decisions);
      if (counts.records == 0) {
        hours.remove(hour);
      } else {
        hours.put(hour, counts);
      }
    }
    boolean cut = hours.size() > MOST;
    while (hours.size() > MOST) {
      hours.pollFirstEntry();
    }
    return Optional.of(
        new Found(
            hours.entrySet().stream().map(hour -> shown(hour.getKey(), hour.getValue())).toList(),
            cut));
  }

  /** One statement, so that both databases answer from one state. */
  private List<Row> stored(long from, long to) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT h.hour, h.records, h.allowed, h.warned, h.blocked, i.last_seq"
                        + " FROM audit_hour h CROSS JOIN audit_index i"
                        + " WHERE h.hour BETWEEN :from AND :to ORDER BY h.hour DESC LIMIT "
                        + (MOST + 1))
                .bind("from", from)
                .bind("to", to)
                .map(
                    (row, _) -> {
                      Counts counts = new Counts();
                      counts.records = row.getLong(2);
                      counts.allowed = row.getLong(3);
                      counts.warned = row.getLong(4);
                      counts.blocked = row.getLong(5);
                      return new Row(row.getLong(1), counts, row.getLong(6));
                    })
                .list());
  }

  private static void add(Entry entry, Map<Integer, String> decisions, Counts counts) {
    counts.records++;
    for (int term : entry.terms()) {
      if (Terms.dimension(term) == Dimension.DECISION.code()) {
        counts.add(decisions.getOrDefault(term, ""), 1);
      }
    }
  }

  private Counts counted(Span span, Map<Integer, String> decisions) {
    var found = tally.count(EnumSet.of(Dimension.STAGE, Dimension.DECISION), span);
    Counts counts = new Counts();
    found.getOrDefault(Dimension.STAGE, Map.of()).values().forEach(n -> counts.records += n);
    found
        .getOrDefault(Dimension.DECISION, Map.of())
        .forEach((term, count) -> counts.add(decisions.getOrDefault(term, ""), count));
    return counts;
  }

  private static AuditSummary.Hour shown(long hour, Counts counts) {
    return new AuditSummary.Hour(
        Instant.ofEpochMilli(hour * HOUR_MS),
        counts.records,
        counts.allowed,
        counts.warned,
        counts.blocked);
  }
}
