package dev.portcullis.host.audit.index;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which stored records are of a stretch of time. Whole blocks are told by their bounds; only those
 * that lie partly within are looked into, of which there are two unless clocks were set back.
 */
final class Times {
  private final Jdbi jdbi;
  private final Span span;

  /** By block, whether all of it is within; what is not there is without. */
  private final TreeMap<Long, Boolean> blocks = new TreeMap<>();

  private final Map<Long, RoaringBitmap> looked = new HashMap<>();

  Times(Jdbi jdbi, Span span) {
    this.jdbi = jdbi;
    this.span = span;
    if (span.equals(Span.ALWAYS) || span.isEmpty()) {
      return;
    }
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT block, earliest, latest FROM audit_block"
                        + " WHERE latest >= :from AND earliest < :to")
                .bind("from", span.from())
                .bind("to", span.to())
                .map(
                    (row, _) ->
                        Map.entry(row.getLong(1), span.covers(row.getLong(2), row.getLong(3))))
                .forEach(block -> blocks.put(block.getKey(), block.getValue())));
  }

  /** The first chunk that has any, no earlier than {@code least}. */
  long firstChunk(long least) {
    if (span.equals(Span.ALWAYS)) {
      return least;
    }
    return blocks.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(least, blocks.firstKey() / Positions.BLOCKS_OF_A_CHUNK);
  }

  /** The last chunk that has any, no later than {@code most}. */
  long lastChunk(long most) {
    if (span.equals(Span.ALWAYS)) {
      return most;
    }
    return blocks.isEmpty()
        ? Long.MIN_VALUE
        : Math.min(most, blocks.lastKey() / Positions.BLOCKS_OF_A_CHUNK);
  }

  /** Whether every record of a full chunk is within. */
  boolean isWhole(long chunk) {
    if (span.equals(Span.ALWAYS)) {
      return true;
    }
    long first = chunk * Positions.BLOCKS_OF_A_CHUNK;
    for (long block = first; block < first + Positions.BLOCKS_OF_A_CHUNK; block++) {
      if (!blocks.getOrDefault(block, false)) {
        return false;
      }
    }
    return true;
  }

  /** Those of a chunk. Not to be changed. */
  RoaringBitmap of(long chunk) {
    return looked.computeIfAbsent(chunk, this::look);
  }

  private RoaringBitmap look(long chunk) {
    if (span.equals(Span.ALWAYS)) {
      return Bits.all();
    }
    RoaringBitmap within = new RoaringBitmap();
    long first = chunk * Positions.BLOCKS_OF_A_CHUNK;
    for (int i = 0; i < Positions.BLOCKS_OF_A_CHUNK; i++) {
      int start = i * Positions.BLOCK;
      Boolean whole = blocks.get(first + i);
      if (Boolean.TRUE.equals(whole)) {
        within.add((long) start, (long) start + Positions.BLOCK);
      } else if (whole != null) {
        jdbi.withHandle(
                handle ->
                    handle
                        .createQuery("SELECT times FROM audit_time WHERE block = :block")
                        .bind("block", Positions.block(Positions.seq(chunk, start)))
                        .map((row, _) -> row.getBytes(1))
                        .findOne())
            .ifPresent(
                times ->
                    BlockTimes.each(
                        times,
                        (inBlock, time) -> {
                          if (span.contains(time)) {
                            within.add(start + inBlock);
                          }
                        }));
      }
    }
    return within;
  }
}
