package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Reservation;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of the places that {@link Spare} has room for. */
final class HeldSpace implements Reservation {
  private final FileJournal journal;
  private final AtomicBoolean held = new AtomicBoolean(true);

  HeldSpace(FileJournal journal) {
    this.journal = journal;
  }

  @Override
  public Appended append(AuditRecord.Finished record) throws AuditUnavailableException {
    if (!held.get()) {
      throw new IllegalStateException("this reservation was used or given up before");
    }
    Appended appended = journal.append(record, true);
    close();
    return appended;
  }

  @Override
  public void close() {
    if (held.compareAndSet(true, false)) {
      journal.release();
    }
  }
}
