package dev.portcullis.host.audit.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;

/** Reads bitmaps of a chunk, as the database holds them. */
final class Bits {
  private Bits() {}

  static RoaringBitmap of(byte[] bytes) {
    try {
      RoaringBitmap bitmap = new RoaringBitmap();
      bitmap.deserialize(ByteBuffer.wrap(bytes));
      if (!bitmap.isEmpty() && (bitmap.first() < 0 || bitmap.last() >= Positions.CHUNK)) {
        throw new UnfitIndexException("a bitmap goes beyond its chunk");
      }
      return bitmap;
    } catch (IOException | RuntimeException damaged) {
      throw new UnfitIndexException("a bitmap cannot be read", damaged);
    }
  }

  static RoaringBitmap all() {
    RoaringBitmap all = new RoaringBitmap();
    all.add(0L, Positions.CHUNK);
    return all;
  }
}
