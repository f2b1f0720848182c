package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Throws away what died or grew old while it waited, and lets the pool try again what failed. */
final class Caretaker {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final WarmPool pool;
  private final ReentrantLock lock;
  private final Stock stock;
  private final Duration longestWait;
  private @Nullable Thread thread;

  /** Of {@code pool}, with whose {@code lock} it guards what they share. */
  Caretaker(WarmPool pool, ReentrantLock lock, Stock stock, Duration longestWait) {
    this.pool = pool;
    this.lock = lock;
    this.stock = stock;
    this.longestWait = longestWait;
  }

  /** Called once, with the lock held. */
  void start() {
    thread = Thread.ofVirtual().name("pool-caretaker").start(this::lookAfter);
  }

  /** Called with the lock held. */
  void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void lookAfter() {
    while (true) {
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException stopping) {
        return;
      }
      lock.lock();
      try {
        if (!pool.isOpen()) {
          return;
        }
        stock.takeOlderThan(longestWait).ifPresent(pool::discard);
        pool.serve();
      } finally {
        lock.unlock();
      }
      throwDeadAway();
    }
  }

  private void throwDeadAway() {
    List<Stock.Waiting> looked = new ArrayList<>();
    while (true) {
      Optional<Stock.Waiting> next;
      lock.lock();
      try {
        // Out of the stock while it is looked at: nobody else may use it at the same time.
        next = stock.takeNotIn(looked);
      } finally {
        lock.unlock();
      }
      if (next.isEmpty()) {
        return;
      }
      looked.add(next.get());
      Sandbox sandbox = next.get().sandbox();
      boolean alive = sandbox.isAlive();
      if (!alive) {
        LOG.info("a waiting sandbox of profile {} has ended", sandbox.spec().profile().name());
      }
      lock.lock();
      try {
        if (alive && pool.isOpen()) {
          stock.putBack(next.get());
          pool.serve();
        } else {
          pool.discard(sandbox);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
