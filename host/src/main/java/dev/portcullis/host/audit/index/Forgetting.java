package dev.portcullis.host.audit.index;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes out of the database what retention took out of the journal. Values that no record has any
 * more stay in the list of terms.
 */
final class Forgetting {
  private static final List<String> DECISIONS = List.of("allow", "warn", "block");

  private final Handle handle;
  private final long first;
  private final long newFirst;

  private Forgetting(Handle handle, long first, long newFirst) {
    this.handle = handle;
    this.first = first;
    this.newFirst = newFirst;
  }

  /** Takes out the records from {@code first} to before {@code newFirst}. */
  static void run(Handle handle, Map<String, Integer> decisions, long first, long newFirst) {
    Forgetting forgetting = new Forgetting(handle, first, newFirst);
    Map<Long, long[]> hours = new HashMap<>();
    for (long chunk = Positions.chunk(first); chunk <= Positions.chunk(newFirst - 1); chunk++) {
      forgetting.count(chunk, decisions, hours);
    }
    forgetting.take(hours);
  }

  private void count(long chunk, Map<String, Integer> decisions, Map<Long, long[]> hours) {
    RoaringBitmap[] bits = new RoaringBitmap[DECISIONS.size()];
    for (int i = 0; i < bits.length; i++) {
      Integer term = decisions.get(DECISIONS.get(i));
      bits[i] = term == null ? new RoaringBitmap() : stored(term, chunk);
    }
    long firstBlock = chunk * Positions.BLOCKS_OF_A_CHUNK;
    for (long block = firstBlock; block < firstBlock + Positions.BLOCKS_OF_A_CHUNK; block++) {
      long start = block << Positions.BLOCK_BITS;
      handle
          .createQuery("SELECT times FROM audit_time WHERE block = :block")
          .bind("block", block)
          .map((row, _) -> row.getBytes(1))
          .findOne()
          .ifPresent(
              times ->
                  BlockTimes.each(
                      times,
                      (inBlock, time) -> {
                        long seq = start + inBlock;
                        if (first <= seq && seq < newFirst) {
                          long[] counts = hours.computeIfAbsent(Hours.hour(time), _ -> new long[4]);
                          counts[0]++;
                          for (int i = 0; i < bits.length; i++) {
                            counts[1 + i] += bits[i].contains(Positions.inChunk(seq)) ? 1 : 0;
                          }
                        }
                      }));
    }
  }

  private RoaringBitmap stored(int term, long chunk) {
    return handle
        .createQuery("SELECT bits FROM audit_posting WHERE term = :term AND chunk = :chunk")
        .bind("term", term)
        .bind("chunk", chunk)
        .map((row, _) -> Bits.of(row.getBytes(1)))
        .findOne()
        .orElseGet(RoaringBitmap::new);
  }

  private void take(Map<Long, long[]> hours) {
    hours.forEach(
        (hour, counts) ->
            handle.execute(
                "UPDATE audit_hour SET records = records - ?, allowed = allowed - ?,"
                    + " warned = warned - ?, blocked = blocked - ? WHERE hour = ?",
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                hour));
    handle.execute("DELETE FROM audit_hour WHERE records = 0");
    handle.execute("DELETE FROM audit_line WHERE seq < ?", newFirst);
    for (String table : Set.of("audit_posting", "audit_count", "audit_reference")) {
      handle.execute("DELETE FROM " + table + " WHERE chunk < ?", Positions.chunk(newFirst));
    }
    for (String table : Set.of("audit_block", "audit_time")) {
      handle.execute("DELETE FROM " + table + " WHERE block < ?", Positions.block(newFirst));
    }
    handle.execute("UPDATE audit_index SET first_seq = ?", newFirst);
  }
}
