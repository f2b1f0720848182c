package dev.portcullis.host.audit;

import dev.portcullis.host.lifecycle.Repeating;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
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
  private final Queue<Owed> owed = new ConcurrentLinkedQueue<>();

  /** Held by the one who pays, while the disk is waited for: two at once would change the order. */
  private final ReentrantLock paying = new ReentrantLock();

  private final Repeating payer = new Repeating("owed-records", Duration.ofSeconds(1), this::pay);

  private record Owed(AuditRecord record, Optional<Reservation> space) {}

  public OwedRecords(Journal journal) {
    this.journal = journal;
  }

  /** Begins to offer what is owed. */
  public void start() {
    payer.start();
  }

  /** Records this now if the journal takes it, and as soon as it does if not. */
  public void add(AuditRecord record) {
    owed.add(new Owed(record, Optional.empty()));
    pay();
  }

  /**
   * The same of an end, for which space was set aside; it stays so until the record is written,
   * when it is given back.
   */
  public void add(AuditRecord.Finished record, Reservation space) {
    owed.add(new Owed(record, Optional.of(space)));
    pay();
  }

  /** How many records the journal has not taken yet. */
  public int size() {
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

  /** In the order in which they were owed; one stays until it is on disk. */
  private void pay() {
    paying.lock();
    try {
      for (@Nullable Owed next = owed.peek(); next != null; next = owed.peek()) {
        offer(next);
        owed.remove();
      }
    } catch (AuditUnavailableException unavailable) {
      LOG.warn("the journal is owed {} records: {}", size(), unavailable.getMessage());
    } finally {
      paying.unlock();
    }
  }

  /** One that can never be written does not keep the others from it. */
  private void offer(Owed next) throws AuditUnavailableException {
    try {
      if (next.space().isPresent() && next.record() instanceof AuditRecord.Finished end) {
        next.space().get().append(end);
      } else {
        journal.append(next.record());
      }
    } catch (RuntimeException bug) {
      LOG.error("a {} record that was owed cannot be written", next.record().stage(), bug);
      next.space().ifPresent(Reservation::close);
    }
  }
}
