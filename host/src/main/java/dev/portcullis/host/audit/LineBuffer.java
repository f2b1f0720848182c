package dev.portcullis.host.audit;

import java.nio.ByteBuffer;

/** The lines of one batch, in memory the kernel can write from without another copy. */
final class LineBuffer {
  /** Enough for any batch: a batch stops growing once this much is used. */
  static final int SOFT_LIMIT_BYTES = 1 << 20;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(SOFT_LIMIT_BYTES + Draft.MAX_LINE_BYTES);

  void put(byte[] source) {
    bytes.put(source);
  }

  void put(byte[] source, int from, int length) {
    bytes.put(source, from, length);
  }

  void put(byte value) {
    bytes.put(value);
  }

  int size() {
    return bytes.position();
  }

  boolean isFull() {
    return bytes.position() >= SOFT_LIMIT_BYTES;
  }

  void clear() {
    bytes.clear();
  }

  /** A view of everything put since the last {@link #clear}. */
  ByteBuffer toWrite() {
    return bytes.duplicate().flip();
  }
}
