package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.lifecycle.Repeating;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reverts what was set for a time only: within half a second of that time, or when the host next
 * starts. Where a reversion cannot be recorded it is tried again each time; where it cannot be
 * saved it is in force all the same, and saving it is tried again ever more seldom.
 */
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  /** In rounds: 32 seconds. */
  private static final int LONGEST_PAUSE = 64;

  private final ActivePolicy active;
  private final Caller by;
  private final Repeating watch = new Repeating("expiry", EVERY, this::look);
  private volatile @Nullable String unreverted;
  private volatile @Nullable String unsaved;

  /** Rounds without a try to save: doubles with each that failed. */
  private int pause;

  /** How many of them are left. */
  private int waiting;

  /** Reverts as {@code by}, the host itself. */
  public Expiry(ActivePolicy active, Caller by) {
    this.active = active;
    this.by = by;
  }

  /** Reverts what expired while no host ran, and begins to watch. */
  public void start() {
    look();
    watch.start();
  }

  /** Why something that has expired is still in force, or still in the database; mostly empty. */
  public Optional<String> problem() {
    return Optional.ofNullable(unreverted).or(() -> Optional.ofNullable(unsaved));
  }

  @Override
  public void close() {
    watch.close();
  }

  /** One round. */
  void look() {
    revert();
    if (waiting > 0) {
      waiting--;
    } else {
      save();
    }
  }

  private void revert() {
    try {
      active.expire(by);
      unreverted = null;
    } catch (AuditUnavailableException | RuntimeException failed) {
      // Shown and tried again: what has expired must not stay in force because of one bad moment.
      unreverted = problem(unreverted, "what has expired cannot be reverted", failed);
    }
  }

  private void save() {
    try {
      active.saveExpired(by);
      unsaved = null;
      pause = 0;
    } catch (AuditUnavailableException | RuntimeException failed) {
      unsaved = problem(unsaved, "what has expired is reverted and cannot be saved", failed);
      pause = Math.clamp(2L * pause, 1, LONGEST_PAUSE);
      waiting = pause;
    }
  }

  private static String problem(@Nullable String before, String what, Exception failure) {
    if (before == null) {
      LOG.error(what, failure);
    }
    return what + ": " + failure.getMessage();
  }
}
