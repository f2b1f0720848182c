package dev.portcullis.host.audit.index;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.roaringbitmap.RoaringBitmap;

/** Finds the records that have an id, by chunk. */
final class References {
  /** A digest, and the lowest 16 bits of the record's number. */
  static final int BYTES = Long.BYTES + Short.BYTES;

  private References() {}

  static Map<Long, RoaringBitmap> find(Jdbi jdbi, long reference, long fromChunk, long toChunk) {
    Map<Long, RoaringBitmap> found = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT chunk, digests FROM audit_reference"
                        + " WHERE bucket = :bucket AND chunk BETWEEN :from AND :to")
                .bind("bucket", Reference.bucket(reference))
                .bind("from", fromChunk)
                .bind("to", toChunk)
                .map((row, _) -> Map.entry(row.getLong(1), row.getBytes(2)))
                .forEach(row -> scan(row.getValue(), reference, row.getKey(), found)));
    return found;
  }

  private static void scan(
      byte[] digests, long reference, long chunk, Map<Long, RoaringBitmap> found) {
    if (digests.length % BYTES != 0) {
      throw new UnfitIndexException("digests break off");
    }
    ByteBuffer bytes = ByteBuffer.wrap(digests);
    while (bytes.hasRemaining()) {
      long digest = bytes.getLong();
      int place = bytes.getShort() & 0xFFFF;
      if (digest == reference) {
        found.computeIfAbsent(chunk, _ -> new RoaringBitmap()).add(place);
      }
    }
  }
}
