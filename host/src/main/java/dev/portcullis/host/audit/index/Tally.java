package dev.portcullis.host.audit.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts terms over a stretch of time in one snapshot: whole chunks by what was counted when they
 * were written, chunks that lie partly within by their bitmaps, and what is in memory one by one.
 */
final class Tally {
  private static final int A_QUESTION = 500;

  private final Jdbi jdbi;
  private final Search search;
  private final Tail tail;

  Tally(Jdbi jdbi, Search search, Tail tail) {
    this.jdbi = jdbi;
    this.search = search;
    this.tail = tail;
  }

  /** How many records of the time have each term of these dimensions; by dimension, then term. */
  Map<Dimension, Map<Integer, Long>> count(Set<Dimension> dimensions, Span span) {
    Map<Dimension, Map<Integer, Long>> counts = new HashMap<>();
    Map<Integer, Map<Integer, Long>> byCode = new HashMap<>();
    for (Dimension dimension : dimensions) {
      Map<Integer, Long> own = new HashMap<>();
      counts.put(dimension, own);
      byCode.put(dimension.code(), own);
    }
    for (int i = 0; i < tail.size(); i++) {
      if (span.contains(tail.at(i).time())) {
        for (int term : tail.at(i).terms()) {
          byCode.computeIfPresent(
              Terms.dimension(term),
              (_, own) -> {
                own.merge(term, 1L, Long::sum);
                return own;
              });
        }
      }
    }
    if (tail.first() > 0 && tail.stored() >= tail.first() && !span.isEmpty()) {
      countStored(byCode, span);
    }
    return counts;
  }

  private void countStored(Map<Integer, Map<Integer, Long>> byCode, Span span) {
    Times times = new Times(jdbi, span);
    long from = times.firstChunk(Positions.chunk(tail.first()));
    long to = times.lastChunk(Positions.chunk(tail.stored()));
    if (to < from) {
      return;
    }
    Map<Long, RoaringBitmap> partly = new HashMap<>();
    for (long chunk = from; chunk <= to; chunk++) {
      boolean full =
          Positions.seq(chunk, 0) >= tail.first()
              && Positions.seq(chunk, Positions.CHUNK - 1) <= tail.stored();
      if (!full || !times.isWhole(chunk)) {
        partly.put(chunk, Search.within(times.of(chunk), chunk, tail.first(), tail.stored()));
      }
    }
    Map<Long, Set<Integer>> lookInto = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT chunk, dimension, counts FROM audit_count"
                        + " WHERE chunk BETWEEN :from AND :to AND dimension IN (<dimensions>)")
                .bind("from", from)
                .bind("to", to)
                .bindList("dimensions", List.copyOf(byCode.keySet()))
                .map((row, _) -> new Row(row.getLong(1), row.getInt(2), row.getBytes(3)))
                .forEach(
                    row -> {
                      if (partly.containsKey(row.chunk)) {
                        Set<Integer> terms =
                            lookInto.computeIfAbsent(row.chunk, _ -> new HashSet<>());
                        Counted.each(row.counts, (term, _) -> terms.add(term));
                      } else {
                        Map<Integer, Long> own = byCode.getOrDefault(row.dimension, Map.of());
                        Counted.each(
                            row.counts, (term, count) -> own.merge(term, (long) count, Long::sum));
                      }
                    }));
    lookInto.forEach(
        (chunk, terms) ->
            countPartly(chunk, terms, partly.getOrDefault(chunk, new RoaringBitmap()), byCode));
  }

  // Never compared: a row on its way.
  @SuppressWarnings("ArrayRecordComponent")
  private record Row(long chunk, int dimension, byte[] counts) {}

  private void countPartly(
      long chunk,
      Set<Integer> terms,
      RoaringBitmap within,
      Map<Integer, Map<Integer, Long>> byCode) {
    if (within.isEmpty()) {
      return;
    }
    List<Integer> all = new ArrayList<>(terms);
    for (int at = 0; at < all.size(); at += A_QUESTION) {
      search
          .bitsOf(chunk, all.subList(at, Math.min(all.size(), at + A_QUESTION)))
          .forEach(
              (term, bits) -> {
                long count = RoaringBitmap.andCardinality(bits, within);
                if (count > 0) {
                  byCode
                      .getOrDefault(Terms.dimension(term), new HashMap<>())
                      .merge(term, count, Long::sum);
                }
              });
    }
  }
}
