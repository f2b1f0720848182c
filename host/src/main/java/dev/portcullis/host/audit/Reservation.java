package dev.portcullis.host.audit;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Space set aside for one {@code finished} record, so that it is written on a full disk too. Taken
 * before an execution's {@code decided} record; closed without use where nothing was let in.
 */
public final class Reservation implements AutoCloseable {
  private final Journal journal;
  private final AtomicBoolean held = new AtomicBoolean(true);

  Reservation(Journal journal) {
    this.journal = journal;
  }

  /**
   * Appends the record it was taken for and lets go of the space.
   *
   * @throws AuditUnavailableException if the record is not durable; the reservation still stands,
   *     and trying again is right, since the record is then not in the journal
   * @throws IllegalStateException if this was used or closed before, or the execution is not open
   */
  public Appended append(AuditRecord.Finished record) throws AuditUnavailableException {
    if (!held.get()) {
      throw new IllegalStateException("this reservation was used or given up before");
    }
    Appended appended = journal.append(record, true);
    close();
    return appended;
  }

  /** Lets go of the space. Idempotent. */
  @Override
  public void close() {
    if (held.compareAndSet(true, false)) {
      journal.release();
    }
  }
}
