package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.AuditUnavailableException;
import java.util.List;

/**
 * The one writing thread. Takes what has gathered since the last write, writes it at once, syncs
 * once, and only then answers everyone: the more wait, the less each costs.
 */
final class CommitLoop implements Runnable {
  /** How often a journal that takes no records looks whether the cause is gone. */
  private static final long RETRY_MS = 500;

  private final Inbox inbox;
  private final SegmentWriter writer;

  CommitLoop(Inbox inbox, SegmentWriter writer) {
    this.inbox = inbox;
    this.writer = writer;
  }

  @Override
  public void run() {
    List<Pending> batch = List.of();
    try {
      while (!inbox.isExhausted()) {
        batch = inbox.take(RETRY_MS);
        writer.commit(batch);
      }
    } catch (InterruptedException nobodyInterruptsThisThread) {
      Thread.currentThread().interrupt();
    } finally {
      // Also after a bug: nobody waits for a writer that is gone.
      inbox.close();
      abandon(batch);
      writer.close();
      abandon(inbox.drain());
    }
  }

  private static void abandon(List<Pending> records) {
    AuditUnavailableException stopped = new AuditUnavailableException("the journal has stopped");
    records.forEach(pending -> pending.done().completeExceptionally(stopped));
  }
}
