package dev.portcullis.host.audit;

import dev.portcullis.host.lifecycle.Repeating;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of what has happened already and cannot be refused any more, such as a kill or an end:
 * where the journal does not take one at once it is kept here and offered again until it does. What
 * is still owed when the host dies is found missing at the next start.
 */
public final class OwedRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwedRecords.class);

  private final Journal journal;
  private final Deque<AuditRecord> owed = new ArrayDeque<>();
  private final Repeating payer = new Repeating("owed-records", Duration.ofSeconds(1), this::pay);

  public OwedRecords(Journal journal) {
    this.journal = journal;
  }

  /** Begins to offer what is owed. */
  public void start() {
    payer.start();
  }

  /** Records this now if the journal takes it, and as soon as it does if not. */
  public void add(AuditRecord record) {
    synchronized (this) {
      owed.add(record);
    }
    pay();
  }

  /** How many records the journal has not taken yet. */
  public synchronized int size() {
    return owed.size();
  }

  /** Offers what is left once more; what the journal does not take is lost, and logged. */
  @Override
  public void close() {
    payer.close();
    pay();
    if (size() > 0) {
      LOG.error("{} records are owed to the journal and lost with this process", size());
    }
  }

  /** In the order in which they were owed; the lock is not held while the disk is waited for. */
  private void pay() {
    for (@Nullable AuditRecord next = take(); next != null; next = take()) {
      try {
        journal.append(next);
      } catch (AuditUnavailableException unavailable) {
        giveBack(next);
        LOG.warn("the journal is owed {} records: {}", size(), unavailable.getMessage());
        return;
      }
    }
  }

  private synchronized @Nullable AuditRecord take() {
    return owed.poll();
  }

  private synchronized void giveBack(AuditRecord record) {
    owed.addFirst(record);
  }
}
