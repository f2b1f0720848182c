package dev.portcullis.host.execution;

import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.execution.ExecutionResult.SandboxUsed;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Sandboxes;
import dev.portcullis.host.sandbox.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries admitted executions out, each in a virtual thread of its own: preflight, a sandbox, the
 * program, the record of its end, and the answer. Whatever happens on the way, that record is
 * written and the sandbox destroyed: after the answer, since taking a container apart keeps the
 * machine busy for longer than most programs run.
 */
final class Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

  private final KillSwitch killSwitch;
  private final Preflight preflight;
  private final Sandboxes sandboxes;
  private final Duration queueTime;
  private final EndRecorder recorder;

  private final BytesInHand hand;
  private final AtomicInteger underWay = new AtomicInteger();

  Carrier(
      KillSwitch killSwitch,
      Preflight preflight,
      Sandboxes sandboxes,
      Duration queueTime,
      EndRecorder recorder,
      BytesInHand hand) {
    this.killSwitch = killSwitch;
    this.preflight = preflight;
    this.sandboxes = sandboxes;
    this.queueTime = queueTime;
    this.recorder = recorder;
    this.hand = hand;
  }

  /**
   * Takes over an execution whose decision is on disk; {@code space} is for the record of its end.
   */
  void carry(AdmittedExecution execution, Submission submission, Reservation space) {
    begin();
    Thread.ofVirtual()
        .name(execution.id().text())
        .start(
            () -> {
              try (var place = new Workplace()) {
                recorder.record(
                    execution, submission, carryOut(execution, submission, place), space);
              } finally {
                execution.leave();
                hand.giveBack(submission.request().bytes());
                end();
              }
            });
  }

  /** Something comes that may have to be carried: until its {@link #end} this is not idle. */
  void begin() {
    underWay.incrementAndGet();
  }

  /** What was begun is carried now, or never will be. */
  void end() {
    underWay.decrementAndGet();
  }

  /** Waits until nothing is under way any more, at most so long; false if something still is. */
  boolean awaitIdle(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return underWay.get() == 0;
  }

  /** Waits until nothing is under way any more. */
  void awaitIdle() {
    while (!awaitIdle(Duration.ofMinutes(1))) {
      LOG.warn("still waiting for executions to end");
    }
  }

  private ExecutionResult carryOut(
      AdmittedExecution execution, Submission submission, Workplace place) {
    try {
      return run(execution, submission, place);
    } catch (RuntimeException | Error bug) {
      LOG.error("execution {} met a bug of the host", execution.id(), bug);
      return ExecutionResult.withoutProgram(
          new Exit.Lost(Exit.Loss.HOST_LOST, "the host failed; its log says more"), Duration.ZERO);
    }
  }

  private ExecutionResult run(AdmittedExecution execution, Submission submission, Workplace place) {
    List<PreflightCheck> failed = preflight.failures();
    if (!failed.isEmpty()) {
      return ExecutionResult.refused(Refusals.preflight(failed), Duration.ZERO);
    }
    long from = System.nanoTime();
    Lease lease;
    execution.waitsIn(Thread.currentThread());
    try {
      lease = sandboxes.lease(spec(execution, submission), execution.owner().id(), queueTime);
    } catch (InterruptedException ended) {
      return endedBeforeStart(execution, since(from));
    } catch (EngineUnavailableException unavailable) {
      LOG.warn("no sandbox for {}", execution.id(), unavailable);
      return ExecutionResult.refused(Refusals.engineUnavailable(), since(from));
    } catch (ReceiptDriftException drift) {
      LOG.error("no sandbox for {}", execution.id(), drift);
      return ExecutionResult.refused(Refusals.drifted(), since(from));
    } finally {
      execution.waitsNoLonger();
      Thread.interrupted();
    }
    return switch (lease) {
      case Lease.Saturated(Duration retryAfter) ->
          ExecutionResult.refused(Refusals.saturated(retryAfter), since(from));
      case Lease.Granted(Sandbox sandbox) ->
          runIn(place.of(sandbox), execution, submission, since(from));
    };
  }

  private ExecutionResult runIn(
      Sandbox sandbox, AdmittedExecution execution, Submission submission, Duration queued) {
    Optional<KillSwitch.Halt> halt = killSwitch.halted();
    if (halt.isPresent()) {
      return ExecutionResult.refused(Refusals.halted(halt.get()), queued);
    }
    if (execution.endEarly().isPresent()) {
      return endedBeforeStart(execution, queued);
    }
    var output = new CollectedOutput(execution.limits().output().bytes());
    execution.runsIn(sandbox);
    Outcome outcome = outcome(sandbox, execution, submission, output);
    Exit exit = explained(outcome.exit(), execution);
    return new ExecutionResult(
        exit,
        output.stdoutAfter(exit),
        output.stderrAfter(exit),
        outcome.artifacts(),
        outcome.usage(),
        queued,
        Optional.of(
            new SandboxUsed(
                sandboxes.driverName(),
                submission.profile().name(),
                submission.profile().imageId(),
                sandbox.receipt())),
        Optional.empty());
  }

  private static Outcome outcome(
      Sandbox sandbox, AdmittedExecution execution, Submission submission, CollectedOutput output) {
    try {
      return sandbox.run(submission.program(execution.limits()), output);
    } catch (EngineUnavailableException unavailable) {
      LOG.warn("the engine was lost under {}", execution.id(), unavailable);
      return new Outcome(
          new Exit.Lost(Exit.Loss.ENGINE_LOST, "the engine was lost while the program ran"),
          Usage.NONE,
          List.of());
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(
          "a running program is cancelled, never interrupted", unexpected);
    }
  }

  /** Says who ended a program that was cancelled. */
  private static Exit explained(Exit exit, AdmittedExecution execution) {
    return exit instanceof Exit.Stopped stopped && stopped.reason() == Exit.Reason.CANCELLED
        ? new Exit.Stopped(
            stopped.reason(),
            stopped.code(),
            stopped.signal(),
            execution.endEarly().map(AdmittedExecution.EndEarly::detail).orElse(stopped.detail()))
        : exit;
  }

  private ExecutionResult endedBeforeStart(AdmittedExecution execution, Duration queued) {
    Optional<KillSwitch.Halt> halt = killSwitch.halted();
    if (halt.isPresent()) {
      return ExecutionResult.refused(Refusals.halted(halt.get()), queued);
    }
    String by =
        execution
            .endEarly()
            .map(AdmittedExecution.EndEarly::detail)
            .orElse("the wait for a sandbox was interrupted");
    return ExecutionResult.withoutProgram(
        new Exit.Stopped(Exit.Reason.CANCELLED, 0, 0, by + " before its program started"), queued);
  }

  private static SandboxSpec spec(AdmittedExecution execution, Submission submission) {
    return new SandboxSpec(
        submission.profile(),
        execution.limits(),
        submission.language().standby().isEmpty()
            ? Optional.empty()
            : Optional.of(submission.language()));
  }

  private static Duration since(long from) {
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
