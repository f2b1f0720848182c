package dev.portcullis.host.sandbox.pool;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps from trying what just failed, for a pause that doubles. Not thread-safe: the pool's lock
 * guards it.
 */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration pause;
  private long until;
  private @Nullable Failure failure;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.pause = first;
  }

  /** Why there is no point in trying now, or nothing if there is. */
  Optional<Failure> inForce(long now) {
    return now - until < 0 ? Optional.ofNullable(failure) : Optional.empty();
  }

  void failed(Failure why, long now) {
    if (failure != null && now - until < 0) {
      // One of several that were under way when the first failed.
      return;
    }
    until = now + pause.toNanos();
    failure = why;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  void succeeded() {
    failure = null;
    pause = first;
  }
}
