package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.Profile;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets programs go first. Making or removing a sandbox costs more processor time than most programs
 * run, and would slow the one that just got its own, or the answer to it.
 *
 * <p>So both stand back until no program has run for a moment; after {@link PoolConfig#patience}
 * they come all the same, and at once where somebody waits for the room. A refill's patience is a
 * tenth of that once half of its stock is gone.
 */
final class Courtesy {
  /** Long enough for an answer to leave, and for its reader to ask again. */
  private static final Duration MOMENT = Duration.ofMillis(20);

  private static final Duration STEP = Duration.ofMillis(10);

  private final WarmPool pool;
  private final ReentrantLock lock;
  private final Stock stock;
  private final Duration patience;

  /** Of {@code pool}, whose {@code lock} guards what is looked at. */
  Courtesy(WarmPool pool, ReentrantLock lock, Stock stock, Duration patience) {
    this.pool = pool;
    this.lock = lock;
    this.stock = stock;
    this.patience = patience;
  }

  /** Waits until a sandbox of {@code profile} may be made for the pool itself. */
  void beforeMaking(Profile profile) throws InterruptedException {
    standBack(() -> stock.isHalfGone(profile));
  }

  /** Waits until a sandbox that was used may be removed. */
  void beforeRemoving() throws InterruptedException {
    standBack(() -> false);
  }

  private void standBack(BooleanSupplier pressing) throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      lock.lock();
      try {
        Duration left = pressing.getAsBoolean() ? patience.dividedBy(10) : patience;
        if (!pool.isOpen()
            || pool.isWaitedFor()
            || pool.isIdleFor(MOMENT)
            || System.nanoTime() - begun >= left.toNanos()) {
          return;
        }
      } finally {
        lock.unlock();
      }
      Thread.sleep(STEP);
    }
  }
}
