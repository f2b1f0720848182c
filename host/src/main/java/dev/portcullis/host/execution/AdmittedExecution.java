package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.quota.Holding;
import dev.portcullis.host.quota.Standing;
import dev.portcullis.host.sandbox.Sandbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The state of one execution: queued until it has a sandbox, running until the program ended,
 * finished once its record is on disk. Ending it early is a request that the thread carrying it out
 * observes at each step.
 */
final class AdmittedExecution implements Execution {
  private final ExecutionId id;
  private final Principal owner;
  private final Instant createdAt;
  private final String language;
  private final Limits limits;
  private final DecisionRecord decision;
  private final String traceId;
  private final Holding held;
  private final CompletableFuture<ExecutionResult> result = new CompletableFuture<>();

  private @Nullable EndEarly endEarly;
  private @Nullable Sandbox sandbox;
  private @Nullable Thread waiting;

  private AdmittedExecution(
      ExecutionId id,
      Principal owner,
      Instant createdAt,
      String language,
      Limits limits,
      DecisionRecord decision,
      String traceId,
      Holding held) {
    this.id = id;
    this.owner = owner;
    this.createdAt = createdAt;
    this.language = language;
    this.limits = limits;
    this.decision = decision;
    this.traceId = traceId;
    this.held = held;
  }

  static AdmittedExecution of(
      Submission submission, Limits granted, DecisionRecord decision, Holding held) {
    return new AdmittedExecution(
        submission.id(),
        submission.caller().principal(),
        submission.at(),
        submission.language().name(),
        granted,
        decision,
        submission.caller().traceId().orElse(""),
        held);
  }

  /** Why an execution is ended before its time; a halt is not taken back by a later cancel. */
  enum EndEarly {
    CANCELLED("the caller cancelled it"),
    HALTED("the host was halted"),
    STOPPING("the host is stopping");

    private final String detail;

    EndEarly(String detail) {
      this.detail = detail;
    }

    String detail() {
      return detail;
    }
  }

  /** From now on {@code thread} waits for a sandbox and may be interrupted to end it early. */
  synchronized void waitsIn(Thread thread) {
    waiting = thread;
    if (endEarly != null) {
      thread.interrupt();
    }
  }

  /** The wait is over; a pending interrupt of it has been delivered or never will be. */
  synchronized void waitsNoLonger() {
    waiting = null;
  }

  /** The sandbox is its own now; if it was to end early, that sandbox's program is cancelled. */
  synchronized void runsIn(Sandbox leased) {
    sandbox = leased;
    if (endEarly != null) {
      leased.cancel();
    }
  }

  /** Why it is to end early, if it is. */
  synchronized Optional<EndEarly> endEarly() {
    return Optional.ofNullable(endEarly);
  }

  /** Ends it for that reason; the first reason counts. */
  synchronized void end(EndEarly reason) {
    if (endEarly != null || result.isDone()) {
      return;
    }
    endEarly = reason;
    if (sandbox != null) {
      sandbox.cancel();
    } else if (waiting != null) {
      waiting.interrupt();
    }
  }

  /**
   * It has ended, and its sandbox is nothing to it any more; whoever hears of it finds its place in
   * the quotas free.
   */
  synchronized void finish(ExecutionResult outcome) {
    leave();
    result.complete(outcome);
    sandbox = null;
  }

  /** Its place in the quotas is free, if it was not before. */
  void leave() {
    held.release();
  }

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public Principal owner() {
    return owner;
  }

  @Override
  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public String language() {
    return language;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public DecisionRecord decision() {
    return decision;
  }

  @Override
  public List<Standing> standings() {
    return held.standings();
  }

  @Override
  public String traceId() {
    return traceId;
  }

  @Override
  public synchronized Status status() {
    if (result.isDone()) {
      return Status.FINISHED;
    }
    return sandbox == null ? Status.QUEUED : Status.RUNNING;
  }

  @Override
  public Optional<ExecutionResult> result() {
    return Optional.ofNullable(result.getNow(null));
  }

  @Override
  public ExecutionResult await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a result is never a failure", impossible);
    }
  }

  @Override
  public void cancel() {
    end(EndEarly.CANCELLED);
  }
}
