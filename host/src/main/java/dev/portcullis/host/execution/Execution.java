package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.limits.Limits;
import java.time.Instant;
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
