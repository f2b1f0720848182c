package dev.portcullis.host.sandbox.docker;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Gives every live sandbox a user id of its own: the kernel counts some resources by user, and
 * neighbours must not share those counters. Starts at random, so that two hosts on one machine
 * seldom meet.
 */
final class UidRange {
  private final int first;
  private final int count;
  private final BitSet used;
  private int next;

  /** Ids {@code first} to {@code last}. */
  UidRange(int first, int last, RandomGenerator random) {
    if (first < 1 || last < first || last == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a range of user ids starts above 0 and is not empty");
    }
    this.first = first;
    this.count = last - first + 1;
    this.used = new BitSet(count);
    this.next = random.nextInt(count);
  }

  /** An id nobody has, or nothing where all are taken. */
  synchronized OptionalInt take() {
    int free = used.nextClearBit(next);
    if (free >= count) {
      free = used.nextClearBit(0);
    }
    if (free >= count) {
      return OptionalInt.empty();
    }
    used.set(free);
    next = (free + 1) % count;
    return OptionalInt.of(first + free);
  }

  /** Called once the container of this id is gone. */
  synchronized void release(int uid) {
    used.clear(uid - first);
  }

  @Override
  public String toString() {
    return first + "-" + (first + count - 1);
  }
}
