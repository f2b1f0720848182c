package dev.portcullis.host.audit.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds records in one snapshot of the index: first those in memory, then chunk by chunk towards
 * the oldest, a few chunks to a question and ever more of them while little is found.
 */
final class Search {
  private static final int FEWEST_CHUNKS = 2;
  private static final int MOST_CHUNKS = 64;

  private final Jdbi jdbi;
  private final Terms terms;
  private final Tail tail;

  Search(Jdbi jdbi, Terms terms, Tail tail) {
    this.jdbi = jdbi;
    this.terms = terms;
    this.tail = tail;
  }

  RecordPage page(RecordQuery query) throws AuditIndex.TooGeneralException {
    var criteria = Criteria.of(query, terms);
    if (criteria.isEmpty()) {
      return new RecordPage(List.of(), OptionalLong.empty());
    }
    List<Long> found =
        find(criteria.get(), query.before().orElse(Long.MAX_VALUE), query.limit() + 1);
    List<Long> shown = found.subList(0, Math.min(query.limit(), found.size()));
    return new RecordPage(
        lines(shown),
        found.size() > shown.size() ? OptionalLong.of(shown.getLast()) : OptionalLong.empty());
  }

  /** Numbers of records, the newest first. */
  List<Long> find(Criteria criteria, long before, int limit) {
    List<Long> found = new ArrayList<>();
    for (int i = tail.size() - 1; i >= 0 && found.size() < limit; i--) {
      Entry entry = tail.at(i);
      if (entry.seq() < before && criteria.matches(entry)) {
        found.add(entry.seq());
      }
    }
    long newest = Math.min(before - 1, tail.stored());
    if (found.size() < limit && tail.first() > 0 && newest >= tail.first()) {
      findStored(criteria, newest, limit, found);
    }
    return found;
  }

  private void findStored(Criteria criteria, long newest, int limit, List<Long> found) {
    Times times = new Times(jdbi, criteria.span());
    long oldestChunk = times.firstChunk(Positions.chunk(tail.first()));
    long to = times.lastChunk(Positions.chunk(newest));
    int width = FEWEST_CHUNKS;
    while (to >= oldestChunk && found.size() < limit) {
      long from = Math.max(oldestChunk, to - width + 1);
      Map<Long, RoaringBitmap> matching = matching(criteria, times, from, to);
      for (long chunk = to; chunk >= from && found.size() < limit; chunk--) {
        RoaringBitmap bits = matching.get(chunk);
        if (bits != null) {
          take(chunk, within(bits, chunk, tail.first(), newest), limit, found);
        }
      }
      to = from - 1;
      width = Math.min(2 * width, MOST_CHUNKS);
    }
  }

  private static void take(long chunk, RoaringBitmap bits, int limit, List<Long> found) {
    var newestFirst = bits.getReverseIntIterator();
    while (newestFirst.hasNext() && found.size() < limit) {
      found.add(Positions.seq(chunk, newestFirst.next()));
    }
  }

  /** Only records from {@code oldest} to {@code newest}. */
  static RoaringBitmap within(RoaringBitmap bits, long chunk, long oldest, long newest) {
    long first = Positions.seq(chunk, 0);
    if (oldest <= first && newest >= first + Positions.CHUNK - 1) {
      return bits;
    }
    RoaringBitmap range = new RoaringBitmap();
    range.add(
        Math.max(0, oldest - first), Math.min(Positions.CHUNK, Math.max(0, newest - first + 1)));
    return RoaringBitmap.and(bits, range);
  }

  private Map<Long, RoaringBitmap> matching(Criteria criteria, Times times, long from, long to) {
    Map<Long, RoaringBitmap> matching = new HashMap<>();
    if (criteria.reference().isPresent()) {
      matching.putAll(References.find(jdbi, criteria.reference().get(), from, to));
    } else if (criteria.clauses().isEmpty()) {
      for (long chunk = from; chunk <= to; chunk++) {
        matching.put(chunk, Bits.all());
      }
    } else {
      matching.putAll(postings(criteria.clauses().getFirst(), from, to));
    }
    int done = criteria.reference().isPresent() ? 0 : 1;
    for (int[] clause : criteria.clauses().stream().skip(done).toList()) {
      if (!matching.isEmpty()) {
        intersect(matching, postings(clause, from, to));
      }
    }
    matching.replaceAll(
        (chunk, bits) -> times.isWhole(chunk) ? bits : RoaringBitmap.and(bits, times.of(chunk)));
    return matching;
  }

  private static void intersect(
      Map<Long, RoaringBitmap> matching, Map<Long, RoaringBitmap> others) {
    matching.keySet().retainAll(others.keySet());
    matching.replaceAll(
        (chunk, bits) -> RoaringBitmap.and(bits, others.getOrDefault(chunk, new RoaringBitmap())));
    matching.values().removeIf(RoaringBitmap::isEmpty);
  }

  /** By chunk, the records that have one of these terms. */
  Map<Long, RoaringBitmap> postings(int[] anyOf, long from, long to) {
    Map<Long, RoaringBitmap> postings = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT chunk, bits FROM audit_posting"
                        + " WHERE term IN (<terms>) AND chunk BETWEEN :from AND :to")
                .bindList("terms", Arrays.stream(anyOf).boxed().toList())
                .bind("from", from)
                .bind("to", to)
                .map((row, _) -> Map.entry(row.getLong(1), Bits.of(row.getBytes(2))))
                .forEach(
                    row ->
                        postings.merge(
                            row.getKey(),
                            row.getValue(),
                            (some, more) -> {
                              some.or(more);
                              return some;
                            })));
    return postings;
  }

  /** The bitmaps of these terms in one chunk. */
  Map<Integer, RoaringBitmap> bitsOf(long chunk, List<Integer> ofTerms) {
    Map<Integer, RoaringBitmap> bits = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT term, bits FROM audit_posting"
                        + " WHERE term IN (<terms>) AND chunk = :chunk")
                .bindList("terms", ofTerms)
                .bind("chunk", chunk)
                .map((row, _) -> Map.entry(row.getInt(1), Bits.of(row.getBytes(2))))
                .forEach(row -> bits.put(row.getKey(), row.getValue())));
    return bits;
  }

  /** The records themselves, in that order. */
  List<String> lines(List<Long> numbers) {
    Map<Long, byte[]> compressed = new HashMap<>();
    List<Long> stored = new ArrayList<>();
    for (long number : numbers) {
      if (number > tail.stored()) {
        compressed.put(number, tail.at((int) (number - tail.stored() - 1)).line());
      } else {
        stored.add(number);
      }
    }
    if (!stored.isEmpty()) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery("SELECT seq, line FROM audit_line WHERE seq IN (<numbers>)")
                  .bindList("numbers", stored)
                  .map((row, _) -> Map.entry(row.getLong(1), row.getBytes(2)))
                  .forEach(row -> compressed.put(row.getKey(), row.getValue())));
    }
    List<String> lines = new ArrayList<>();
    try (LineCodec codec = new LineCodec()) {
      for (long number : numbers) {
        byte[] line = compressed.get(number);
        if (line == null) {
          throw new UnfitIndexException("record " + number + " is not in the index");
        }
        lines.add(new String(codec.expand(number, line), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }
}
