package dev.portcullis.host.it;

import java.time.Duration;
import java.util.Optional;

/** Waits for what comes about by itself. */
final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** What {@code attempt} gives once it gives something. */
  static <T> T get(Duration within, String what, Attempt<Optional<T>> attempt) throws Exception {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      Optional<T> got = attempt.make();
      if (got.isPresent()) {
        return got.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + " did not come about within " + within);
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Returns once {@code condition} holds. */
  static void holds(Duration within, String what, Attempt<Boolean> condition) throws Exception {
    get(within, what, () -> condition.make() ? Optional.of(true) : Optional.empty());
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Attempt<T> {
    T make() throws Exception;
  }
}
