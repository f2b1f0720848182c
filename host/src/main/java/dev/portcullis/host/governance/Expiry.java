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
 * starts. Where a reversion cannot be recorded or saved it is tried again until it can.
 */
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  private final ActivePolicy active;
  private final Caller by;
  private final Repeating watch = new Repeating("expiry", EVERY, this::look);
  private volatile @Nullable String problem;

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

  /** Why something that has expired is still in force; empty if nothing is. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    watch.close();
  }

  private void look() {
    try {
      active.expire(by);
      problem = null;
    } catch (AuditUnavailableException unavailable) {
      failed(unavailable);
    } catch (RuntimeException broken) {
      // Shown and tried again: what has expired must not stay in force because of one bad moment.
      failed(broken);
    }
  }

  private void failed(Exception failure) {
    if (problem == null) {
      LOG.error("what has expired cannot be reverted", failure);
    }
    problem = "what has expired cannot be reverted: " + failure.getMessage();
  }
}
