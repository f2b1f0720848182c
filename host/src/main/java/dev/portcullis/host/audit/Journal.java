package dev.portcullis.host.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of what was decided and what came of it. Safe for use by many threads; one
 * process holds it at a time.
 *
 * <p>A record is durable before {@link #append} returns. Many appends share one write and one sync.
 */
public final class Journal implements Closeable {
  private final JournalLock lock;
  private final JournalSettings settings;
  private final HostIdentity host;
  private final SegmentWriter writer;
  private final Inbox inbox = new Inbox();
  private final Thread thread;
  private final List<OpenExecution> openAtStart;
  private final JournalReader reader;
  private final AtomicInteger reserved = new AtomicInteger();

  private Journal(
      JournalLock lock,
      Path directory,
      JournalSettings settings,
      HostIdentity host,
      InstantSource clock,
      Recovery found)
      throws IOException {
    this.lock = lock;
    this.settings = settings;
    this.host = host;
    this.openAtStart = found.open();
    this.writer = new SegmentWriter(directory, settings, host, clock, found);
    this.reader = new JournalReader(directory, writer::durable);
    this.thread =
        Thread.ofPlatform().name("journal").daemon().unstarted(new CommitLoop(inbox, writer));
  }

  /**
   * Opens the journal in {@code directory}, which is made if it does not exist, and recovers from
   * whatever stopped its last writer. An incomplete last line is cut off, and a record says so.
   *
   * @throws JournalRefusedException if another host holds it, or it is damaged in a way that no
   *     crash explains
   */
  public static Journal open(
      Path directory, HostIdentity host, JournalSettings settings, InstantSource clock)
      throws IOException, JournalRefusedException {
    Files.createDirectories(directory);
    JournalLock lock = JournalLock.acquire(directory, host);
    @Nullable Journal opened = null;
    try {
      Recovery found = Recovery.of(directory);
      Journal journal = new Journal(lock, directory, settings, host, clock, found);
      journal.thread.start();
      opened = journal;
      return journal;
    } finally {
      if (opened == null) {
        lock.close();
      }
    }
  }

  /**
   * Appends a record and returns once it is on disk. Blocks for one sync, whatever the load.
   *
   * @throws AuditUnavailableException if it is not; then it is not in the journal
   * @throws IllegalStateException if it finishes an execution that is not open
   */
  public Appended append(AuditRecord record) throws AuditUnavailableException {
    return append(record, false);
  }

  Appended append(AuditRecord record, boolean hasSpace) throws AuditUnavailableException {
    Pending pending = Pending.of(record, host, hasSpace);
    inbox.put(pending);
    try {
      return pending.done().join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case AuditUnavailableException unavailable ->
            throw new AuditUnavailableException(
                String.valueOf(unavailable.getMessage()), unavailable);
        case IllegalStateException misuse -> throw misuse;
        case null, default -> throw failed;
      }
    }
  }

  /**
   * Sets space aside for one {@code finished} record.
   *
   * @throws AuditUnavailableException if the journal takes no records, or as many as it can promise
   *     are promised
   */
  public Reservation reserve() throws AuditUnavailableException {
    Optional<String> unavailable = state().unavailable();
    if (unavailable.isPresent()) {
      throw new AuditUnavailableException(unavailable.get());
    }
    if (reserved.incrementAndGet() > settings.reservations()) {
      release();
      throw new AuditUnavailableException(
          "all " + settings.reservations() + " places for outcomes are taken");
    }
    return new Reservation(this);
  }

  void release() {
    reserved.decrementAndGet();
  }

  /** Whether records are taken, and what the last one is. Never blocks. */
  public JournalState state() {
    SegmentWriter.Durable durable = writer.durable();
    Optional<String> unavailable =
        thread.isAlive()
            ? Optional.ofNullable(durable.unavailable())
            : Optional.of("the journal has stopped");
    return new JournalState(unavailable, durable.tip().seq(), durable.tip().hash(), reserved.get());
  }

  /**
   * The executions that had not ended when the journal was opened: the host that let them in is
   * gone. Each needs its {@code finished} record, see {@link OpenExecution#lost}.
   */
  public List<OpenExecution> openExecutions() {
    return openAtStart;
  }

  /** Reads what is durable; works whether or not records are taken. */
  public JournalReader reader() {
    return reader;
  }

  /** Writes what was appended before, ends the segment, and lets another host in. */
  @Override
  public void close() throws IOException {
    inbox.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException wait) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }
}
