package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.JournalState;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.Reservation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The journal in a directory. One process holds it at a time; many appends share one write and one
 * sync.
 */
public final class FileJournal implements Journal, Closeable {
  /** Added to the patience when closing: for what is written at last. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final JournalLock lock;
  private final JournalSettings settings;
  private final HostIdentity host;
  private final SegmentWriter writer;
  private final Inbox inbox = new Inbox();
  private final Thread thread;
  private final List<OpenExecution> openAtStart;
  private final JournalReader reader;
  private final AtomicInteger reserved = new AtomicInteger();

  private FileJournal(
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
  public static FileJournal open(
      Path directory, HostIdentity host, JournalSettings settings, InstantSource clock)
      throws IOException, JournalRefusedException {
    Files.createDirectories(directory);
    JournalLock lock = JournalLock.acquire(directory, host);
    @Nullable FileJournal opened = null;
    try {
      Recovery found = Recovery.of(directory);
      FileJournal journal = new FileJournal(lock, directory, settings, host, clock, found);
      journal.thread.start();
      opened = journal;
      return journal;
    } finally {
      if (opened == null) {
        lock.close();
      }
    }
  }

  /** Blocks for one sync, whatever the load. */
  @Override
  public Appended append(AuditRecord record) throws AuditUnavailableException {
    return append(record, false);
  }

  Appended append(AuditRecord record, boolean hasSpace) throws AuditUnavailableException {
    Optional<String> stuck = writer.stuck(settings.patience());
    if (stuck.isPresent()) {
      throw new AuditUnavailableException(stuck.get());
    }
    Pending pending = Pending.of(record, host, hasSpace);
    inbox.put(pending);
    // Ended by whoever comes first; the writer finds out, and puts it on record if it came second.
    AuditUnavailableException late =
        new AuditUnavailableException(
            "the disk did not answer within " + settings.patience().toMillis() + " ms");
    boolean interrupted = false;
    try {
      while (!pending.done().isDone()) {
        interrupted |= !await(pending, late);
      }
      return pending.done().join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case AuditUnavailableException unavailable ->
            throw new AuditUnavailableException(
                String.valueOf(unavailable.getMessage()), unavailable);
        case IllegalStateException misuse -> throw misuse;
        case null, default -> throw failed;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it was not interrupted, which does not end the waiting: the record may be written. */
  private boolean await(Pending pending, AuditUnavailableException late) {
    try {
      pending.done().get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hung) {
      pending.done().completeExceptionally(late);
    } catch (InterruptedException wait) {
      return false;
    } catch (ExecutionException told) {
      return true; // Whoever joins it is told the same.
    }
    return true;
  }

  @Override
  public Optional<Reservation> reserve() throws AuditUnavailableException {
    Optional<String> unavailable = state().unavailable();
    if (unavailable.isPresent()) {
      throw new AuditUnavailableException(unavailable.get());
    }
    if (reserved.incrementAndGet() > settings.reservations()) {
      release();
      return Optional.empty();
    }
    return Optional.of(new HeldSpace(this));
  }

  void release() {
    reserved.decrementAndGet();
  }

  @Override
  public JournalState state() {
    SegmentWriter.Durable durable = writer.durable();
    Optional<String> unavailable =
        thread.isAlive()
            ? writer.stuck(settings.patience()).or(() -> Optional.ofNullable(durable.unavailable()))
            : Optional.of("the journal has stopped");
    return new JournalState(unavailable, durable.tip().seq(), durable.tip().hash(), reserved.get());
  }

  @Override
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
    long deadline = System.nanoTime() + settings.patience().plus(GRACE).toNanos();
    while (thread.isAlive() && System.nanoTime() - deadline < 0) {
      try {
        thread.join(Duration.ofMillis(100));
      } catch (InterruptedException wait) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      // What it still writes must not meet another host's: the lock ends with this process.
      throw new IOException("the disk does not answer: the journal is left as it is");
    }
    lock.close();
  }
}
