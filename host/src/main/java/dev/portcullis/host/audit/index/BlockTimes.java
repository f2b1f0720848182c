package dev.portcullis.host.audit.index;

import java.io.ByteArrayOutputStream;

/**
 * When the records of one block were written, in milliseconds since 1970: the place of the first
 * one, its time, then what each adds to the time before it.
 */
final class BlockTimes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private int next = -1;
  private long last;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  static BlockTimes of(byte[] stored) {
    BlockTimes times = new BlockTimes();
    each(stored, times::add);
    return times;
  }

  /** Takes one time. */
  interface Taker {
    void take(int inBlock, long time);
  }

  static void each(byte[] stored, Taker taker) {
    Packed.Reader reader = new Packed.Reader(stored);
    if (!reader.hasMore()) {
      return;
    }
    int at = (int) reader.next();
    long time = 0;
    while (reader.hasMore()) {
      if (at >= Positions.BLOCK) {
        throw new UnfitIndexException("a block has too many times");
      }
      time += reader.nextSigned();
      taker.take(at++, time);
    }
  }

  void add(int inBlock, long time) {
    if (next < 0) {
      Packed.put(bytes, inBlock);
    } else if (next != inBlock) {
      throw new UnfitIndexException("a block's times have a gap");
    }
    Packed.putSigned(bytes, time - last);
    next = inBlock + 1;
    last = time;
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
  }

  long earliest() {
    return earliest;
  }

  long latest() {
    return latest;
  }

  boolean isFull() {
    return next == Positions.BLOCK;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
