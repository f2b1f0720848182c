package dev.portcullis.host.audit.line;

import java.nio.ByteBuffer;

/** The lines of one batch, in memory the kernel can write from without another copy. */
public final class LineBuffer {
  /** Enough for any batch: a batch stops growing once this much is used. */
  public static final int SOFT_LIMIT_BYTES = 1 << 20;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(SOFT_LIMIT_BYTES + Draft.MAX_LINE_BYTES);

  public void put(byte[] source) {
    bytes.put(source);
  }

  public void put(byte[] source, int from, int length) {
    bytes.put(source, from, length);
  }

  public void put(byte value) {
    bytes.put(value);
  }

  public int size() {
    return bytes.position();
  }

  public boolean isFull() {
    return bytes.position() >= SOFT_LIMIT_BYTES;
  }

  public void clear() {
    bytes.clear();
  }

  /** A view of everything put since the last {@link #clear}. */
  public ByteBuffer toWrite() {
    return bytes.duplicate().flip();
  }
}
