package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.quota.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One program on its way: admitted, its decision on disk. Safe for use by many threads. */
public interface Execution {
  /** Its name. */
  ExecutionId id();

  /** Whose it is; others than this principal need a role to see it. */
  Principal owner();

  /** When it was admitted. */
  Instant createdAt();

  /** The language's own name. */
  String language();

  /** As granted. */
  Limits limits();

  /** Why it may run. */
  DecisionRecord decision();

  /** How its principal stood with the nearest of the policy's bounds once it was counted in. */
  List<Standing> standings();

  /** The trace it belongs to. */
  String traceId();

  /** Where it stands. */
  Status status();

  /** How it ended, once its {@code finished} record is on disk. */
  Optional<ExecutionResult> result();

  /** Waits for the end and its record. */
  ExecutionResult await() throws InterruptedException;

  /**
   * Ends the program, or keeps it from starting. Idempotent; later than the end it does nothing.
   */
  void cancel();

  /** The states on the wire. */
  enum Status {
    QUEUED,
    RUNNING,
    FINISHED
  }
}
