package dev.portcullis.host.sandbox.docker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Cuts what has taken too long. One thread for all of a driver's sandboxes. */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sandbox-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Calls {@code cut}, which must not block, unless the deadline is closed before. */
  Deadline arm(Duration after, Runnable cut) {
    Future<?> armed = timer.schedule(cut, after.toNanos(), TimeUnit.NANOSECONDS);
    return () -> armed.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One that was armed. */
  interface Deadline extends AutoCloseable {
    @Override
    void close();
  }
}
