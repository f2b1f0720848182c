package dev.portcullis.host.audit;

/**
 * Space set aside for one {@code finished} record, so that it is written on a full disk too. Taken
 * before an execution's {@code decided} record; closed without use where nothing was let in.
 */
public interface Reservation extends AutoCloseable {
  /**
   * Appends the record it was taken for and lets go of the space.
   *
   * @throws AuditUnavailableException if the record is not durable; the reservation still stands,
   *     and trying again is right, since the record is then not in the journal
   * @throws IllegalStateException if this was used or closed before, or the execution is not open
   */
  Appended append(AuditRecord.Finished record) throws AuditUnavailableException;

  /** Lets go of the space. Idempotent. */
  @Override
  void close();
}
