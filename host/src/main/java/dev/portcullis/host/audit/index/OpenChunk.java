package dev.portcullis.host.audit.index;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.roaringbitmap.RoaringBitmap;

/**
 * The chunk to which records are added: what the database holds of it, as far as it was needed, and
 * what is new. Its blobs are written whole, each time something was added to them.
 */
final class OpenChunk {
  private final long number;

  /** Whether nothing of it was in the database when it was begun. */
  private final boolean fresh;

  private final Map<Integer, RoaringBitmap> bits = new HashMap<>();
  private final Map<Integer, Map<Integer, Integer>> counts = new HashMap<>();
  private final Map<Integer, ByteArrayOutputStream> references = new HashMap<>();
  private final Map<Long, BlockTimes> blocks = new HashMap<>();
  private final Set<Integer> touchedTerms = new HashSet<>();
  private final Set<Integer> touchedBuckets = new HashSet<>();
  private final Set<Long> touchedBlocks = new HashSet<>();

  /**
   * Takes up a chunk.
   *
   * @param fresh whether the database has no record of it
   */
  OpenChunk(long number, boolean fresh) {
    this.number = number;
    this.fresh = fresh;
  }

  long number() {
    return number;
  }

  void add(Entry entry, Handle handle) {
    for (int term : entry.terms()) {
      bits.computeIfAbsent(term, wanted -> stored(wanted, handle))
          .add(Positions.inChunk(entry.seq()));
      touchedTerms.add(term);
    }
    for (long reference : entry.references()) {
      int bucket = Reference.bucket(reference);
      references
          .computeIfAbsent(bucket, wanted -> storedDigests(wanted, handle))
          .writeBytes(
              ByteBuffer.allocate(References.BYTES)
                  .putLong(reference)
                  .putShort((short) Positions.inChunk(entry.seq()))
                  .array());
      touchedBuckets.add(bucket);
    }
    long block = Positions.block(entry.seq());
    blocks
        .computeIfAbsent(block, wanted -> storedTimes(wanted, handle))
        .add(Positions.inBlock(entry.seq()), entry.time());
    touchedBlocks.add(block);
  }

  /** Writes what was added since the last time. */
  void store(Handle handle) {
    storePostings(handle);
    storeCounts(handle);
    storeReferences(handle);
    storeTimes(handle);
    touchedTerms.clear();
    touchedBuckets.clear();
    touchedBlocks.clear();
  }

  private void storePostings(Handle handle) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO audit_posting (term, chunk, bits) VALUES (?, ?, ?)"
                + " ON CONFLICT (term, chunk) DO UPDATE SET bits = excluded.bits");
    for (int term : touchedTerms) {
      RoaringBitmap bitmap = bits.getOrDefault(term, new RoaringBitmap());
      RoaringBitmap small = bitmap.clone();
      small.runOptimize();
      byte[] bytes = new byte[small.serializedSizeInBytes()];
      small.serialize(ByteBuffer.wrap(bytes));
      batch.add(term, number, bytes);
    }
    execute(batch);
  }

  private void storeCounts(Handle handle) {
    Set<Integer> touched = new HashSet<>();
    for (int term : touchedTerms) {
      int dimension = Terms.dimension(term);
      if (Counted.CODES.contains(dimension)) {
        counts
            .computeIfAbsent(dimension, wanted -> storedCounts(wanted, handle))
            .put(term, bits.getOrDefault(term, new RoaringBitmap()).getCardinality());
        touched.add(dimension);
      }
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO audit_count (chunk, dimension, counts) VALUES (?, ?, ?)"
                + " ON CONFLICT (chunk, dimension) DO UPDATE SET counts = excluded.counts");
    for (int dimension : touched) {
      batch.add(number, dimension, Counted.toBytes(counts.getOrDefault(dimension, Map.of())));
    }
    execute(batch);
  }

  private void storeReferences(Handle handle) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO audit_reference (bucket, chunk, digests) VALUES (?, ?, ?)"
                + " ON CONFLICT (bucket, chunk) DO UPDATE SET digests = excluded.digests");
    for (int bucket : touchedBuckets) {
      batch.add(
          bucket,
          number,
          references.getOrDefault(bucket, new ByteArrayOutputStream()).toByteArray());
    }
    execute(batch);
  }

  private void storeTimes(Handle handle) {
    PreparedBatch bounds =
        handle.prepareBatch(
            "INSERT INTO audit_block (block, earliest, latest) VALUES (?, ?, ?)"
                + " ON CONFLICT (block) DO UPDATE SET earliest = excluded.earliest,"
                + " latest = excluded.latest");
    PreparedBatch times =
        handle.prepareBatch(
            "INSERT INTO audit_time (block, times) VALUES (?, ?)"
                + " ON CONFLICT (block) DO UPDATE SET times = excluded.times");
    List<Long> full = new ArrayList<>();
    for (long block : touchedBlocks) {
      BlockTimes written = blocks.getOrDefault(block, new BlockTimes());
      bounds.add(block, written.earliest(), written.latest());
      times.add(block, written.toBytes());
      if (written.isFull()) {
        full.add(block);
      }
    }
    execute(bounds);
    execute(times);
    blocks.keySet().removeAll(full);
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private RoaringBitmap stored(int term, Handle handle) {
    if (fresh) {
      return new RoaringBitmap();
    }
    return handle
        .createQuery("SELECT bits FROM audit_posting WHERE term = :term AND chunk = :chunk")
        .bind("term", term)
        .bind("chunk", number)
        .map((row, _) -> Bits.of(row.getBytes(1)))
        .findOne()
        .orElseGet(RoaringBitmap::new);
  }

  private Map<Integer, Integer> storedCounts(int dimension, Handle handle) {
    Map<Integer, Integer> stored = new HashMap<>();
    if (!fresh) {
      handle
          .createQuery(
              "SELECT counts FROM audit_count WHERE chunk = :chunk AND dimension = :dimension")
          .bind("chunk", number)
          .bind("dimension", dimension)
          .map((row, _) -> row.getBytes(1))
          .findOne()
          .ifPresent(bytes -> Counted.each(bytes, stored::put));
    }
    return stored;
  }

  private ByteArrayOutputStream storedDigests(int bucket, Handle handle) {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    if (!fresh) {
      handle
          .createQuery(
              "SELECT digests FROM audit_reference WHERE bucket = :bucket AND chunk = :chunk")
          .bind("bucket", bucket)
          .bind("chunk", number)
          .map((row, _) -> row.getBytes(1))
          .findOne()
          .ifPresent(digests::writeBytes);
    }
    return digests;
  }

  private BlockTimes storedTimes(long block, Handle handle) {
    if (fresh) {
      return new BlockTimes();
    }
    return handle
        .createQuery("SELECT times FROM audit_time WHERE block = :block")
        .bind("block", block)
        .map((row, _) -> BlockTimes.of(row.getBytes(1)))
        .findOne()
        .orElseGet(BlockTimes::new);
  }
}
