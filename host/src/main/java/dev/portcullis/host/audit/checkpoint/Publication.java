package dev.portcullis.host.audit.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one destination up to date: always with the newest checkpoint, never with a queue of them,
 * and after a failure more and more rarely.
 */
final class Publication implements Runnable {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int INTERVALS_LATE = 3;

  /** However short the interval is: as long as a sound destination may take. */
  private static final Duration LEAST_LATE = Duration.ofSeconds(3);

  private final Destination destination;
  private final Supplier<Optional<SignedCheckpoint>> latest;
  private final Consumer<SignedCheckpoint> published;
  private final Duration interval;
  private final Duration firstPause;
  private final CountDownLatch closing;
  private volatile long size;

  /** When it last had what was newest then, by {@link System#nanoTime}. */
  private volatile long currentAt = System.nanoTime();

  private volatile @Nullable String problem;

  Publication(
      Destination destination,
      Supplier<Optional<SignedCheckpoint>> latest,
      Consumer<SignedCheckpoint> published,
      Duration interval,
      CountDownLatch closing) {
    this.destination = destination;
    this.latest = latest;
    this.published = published;
    this.interval = interval;
    this.firstPause =
        interval.compareTo(Duration.ofSeconds(1)) < 0 ? interval : Duration.ofSeconds(1);
    this.closing = closing;
  }

  /** Why the destination does not have the newest one; empty if nothing is in the way. */
  Optional<String> problem() {
    return Optional.ofNullable(problem)
        .or(this::behind)
        .map(what -> destination.name() + ": " + what);
  }

  /** Says so also where nothing failed, such as a destination that never comes back. */
  private Optional<String> behind() {
    Duration since = Duration.ofNanos(System.nanoTime() - currentAt);
    boolean isLate =
        since.compareTo(LEAST_LATE) > 0
            && since.compareTo(interval.multipliedBy(INTERVALS_LATE)) > 0;
    return isLate && latest.get().filter(newest -> newest.checkpoint().size() > size).isPresent()
        ? Optional.of("it has not had the newest checkpoint for " + since.toSeconds() + " s")
        : Optional.empty();
  }

  @Override
  public void run() {
    try {
      Duration pause = firstPause;
      boolean last = false;
      while (!last) {
        boolean good = offer();
        Duration longer = pause.multipliedBy(2);
        pause = good ? firstPause : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        Duration wait = good ? (size == 0 ? firstPause : interval) : pause;
        last = closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      }
      offer();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean offer() throws InterruptedException {
    SignedCheckpoint newest = latest.get().orElse(null);
    if (newest == null || newest.checkpoint().size() <= size) {
      currentAt = System.nanoTime();
      return true;
    }
    try {
      destination.publish(newest);
      size = newest.checkpoint().size();
      published.accept(newest);
      currentAt = System.nanoTime();
      problem = null;
      return true;
    } catch (IOException failed) {
      String message = failed.getMessage();
      problem = message == null ? failed.getClass().getSimpleName() : message;
      return false;
    } catch (RuntimeException unforeseen) {
      // Said and tried again: if it ended this thread, nothing would be published, nor that said.
      problem = unforeseen.toString();
      return false;
    }
  }
}
