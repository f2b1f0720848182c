package dev.portcullis.host.audit.index;

import java.io.ByteArrayOutputStream;

/** Whole numbers, the small ones in few bytes: seven bits to a byte, the lowest first. */
final class Packed {
  private Packed() {}

  static void put(ByteArrayOutputStream out, long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  /** One that may be negative. */
  static void putSigned(ByteArrayOutputStream out, long number) {
    put(out, (number << 1) ^ (number >> 63));
  }

  /** Reads what was put, in the same order. */
  static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    long next() {
      long number = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at == bytes.length) {
          throw new UnfitIndexException("a number breaks off");
        }
        byte b = bytes[at++];
        number |= (long) (b & 0x7F) << shift;
        if (b >= 0) {
          return number;
        }
      }
      throw new UnfitIndexException("a number has no end");
    }

    long nextSigned() {
      long zigzag = next();
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }
  }
}
