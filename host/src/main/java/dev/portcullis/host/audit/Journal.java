package dev.portcullis.host.audit;

import java.util.List;
import java.util.Optional;

/**
 * The append-only log of what was decided and what came of it. Safe for use by many threads.
 *
 * <p>A record is durable before {@link #append} returns.
 */
public interface Journal {
  /**
   * Appends a record and returns once it is on disk.
   *
   * @throws AuditUnavailableException if it is not; then it is not in the journal, or, where the
   *     disk did not answer in time, one that says so follows it there
   * @throws IllegalStateException if it finishes an execution that is not open
   */
  Appended append(AuditRecord record) throws AuditUnavailableException;

  /**
   * Sets space aside for one {@code finished} record.
   *
   * @return empty if as many as the journal can promise are promised: that many are under way
   * @throws AuditUnavailableException if the journal takes no records
   */
  Optional<Reservation> reserve() throws AuditUnavailableException;

  /** Whether records are taken, and what the last one is. Never blocks. */
  JournalState state();

  /**
   * The executions that had not ended when the journal was opened: the host that let them in is
   * gone. Each needs its {@code finished} record, see {@link OpenExecution#lost}.
   */
  List<OpenExecution> openExecutions();
}
