package dev.portcullis.host.execution;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the programs that wait or run hold in memory, all together: bounded, so that a queue full of
 * large requests cannot take the host down.
 */
final class BytesInHand {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  BytesInHand(long most) {
    this.most = most;
  }

  /** Counts {@code bytes} in, unless that would be too many. */
  boolean take(long bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Counts out what was counted in. */
  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
