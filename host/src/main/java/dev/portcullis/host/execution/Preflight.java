package dev.portcullis.host.execution;

import dev.portcullis.host.lifecycle.Repeating;
import dev.portcullis.host.sandbox.PreflightCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What must hold before anything runs, looked at in the background so that no request waits for it.
 * A result that has grown old is as bad as a failed one.
 */
public final class Preflight implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration OLD = Duration.ofSeconds(60);

  private final Checks checks;
  private final InstantSource clock;
  private final Repeating refresher = new Repeating("preflight", EVERY, this::refresh);
  private volatile Result latest = new Result(Instant.EPOCH, List.of());

  public Preflight(Checks checks, InstantSource clock) {
    this.checks = checks;
    this.clock = clock;
  }

  /** Looks at everything that must hold, anew. */
  @FunctionalInterface
  public interface Checks {
    /** The checks, each with what was found. */
    List<PreflightCheck> run() throws InterruptedException;
  }

  private record Result(Instant at, List<PreflightCheck> checks) {}

  /** Looks once, then goes on looking in the background. */
  public void start() throws InterruptedException {
    refresh();
    refresher.start();
  }

  /** The latest result. */
  public List<PreflightCheck> latest() {
    return latest.checks();
  }

  /** Looks now. */
  public List<PreflightCheck> refresh() throws InterruptedException {
    List<PreflightCheck> found = List.copyOf(checks.run());
    latest = new Result(clock.instant(), found);
    return found;
  }

  /** What forbids that anything runs; empty if nothing does. */
  public List<PreflightCheck> failures() {
    Result result = latest;
    if (result.at().plus(OLD).isBefore(clock.instant())) {
      return List.of(
          new PreflightCheck(
              "preflight_current",
              PreflightCheck.Status.FAIL,
              "the last check of what must hold before anything runs is over a minute old",
              "see whether the engine answers, and the host's log"));
    }
    return result.checks().stream()
        .filter(check -> check.status() == PreflightCheck.Status.FAIL)
        .toList();
  }

  @Override
  public void close() {
    refresher.close();
  }
}
