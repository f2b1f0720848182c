package dev.portcullis.host.audit.index;

import dev.portcullis.host.store.IndexDatabase;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a running host. One thread reads what the journal has made durable, after it has;
 * nobody who appends waits for it. Whatever happens to it the journal goes on: it is tried again,
 * and made anew where it does not fit the journal.
 */
public final class FollowingIndex implements AuditIndex, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingIndex.class);

  /** How long a question waits for the index to catch up. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How often it looks by itself; who asks does not wait for that. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);

  /** How old what is only in memory may become: so much is read again after a crash. */
  private static final Duration UNWRITTEN = Duration.ofSeconds(10);

  /** How often it looks whether retention removed records. */
  private static final Duration RETENTION = Duration.ofMinutes(1);

  private static final int PROGRESS = 1_024;

  private final IndexLocation location;
  private final String instance;
  private final Followed journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Thread thread =
      Thread.ofPlatform().name("audit-index").daemon().unstarted(this::run);

  private volatile @Nullable OpenIndex index;
  private volatile @Nullable String problem;

  /** Why it must be made anew; null if it need not. */
  private volatile @Nullable String unfit;

  private volatile boolean closing;
  private boolean asked;
  private long unwrittenSince;
  private long lookedForRetention = System.nanoTime() - RETENTION.toNanos();

  /**
   * Begins nothing yet.
   *
   * @param instance of the host whose journal it is
   */
  public FollowingIndex(IndexLocation location, String instance, Followed journal) {
    this.location = location;
    this.instance = instance;
    this.journal = journal;
  }

  /**
   * How it is.
   *
   * @param problem what is wrong with it, for people; empty if nothing is
   * @param indexed number of the last record that can be found
   * @param journal number of the last record there is
   */
  public record Status(Optional<String> problem, long indexed, long journal) {}

  /** Begins to follow. */
  public void start() {
    thread.start();
  }

  /** How it is now. Never blocks. */
  public Status status() {
    OpenIndex open = index;
    return new Status(
        Optional.ofNullable(problem), open == null ? 0 : open.tail().last(), journal.tip());
  }

  @Override
  public RecordPage find(RecordQuery query)
      throws TooGeneralException, IndexUnavailableException, InterruptedException {
    OpenIndex open = upToDate();
    Tail tail = open.tail();
    try {
      return new Search(open.jdbi(), open.terms(), tail).page(query);
    } catch (JdbiException | UnfitIndexException failed) {
      throw unreadable(failed, open, tail);
    }
  }

  @Override
  public AuditSummary summary(Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException, InterruptedException {
    OpenIndex open = upToDate();
    while (true) {
      Tail tail = open.tail();
      try {
        Optional<AuditSummary> summary =
            new SummaryReader(open.jdbi(), open.terms(), tail).summary(from, to, top);
        if (summary.isPresent()) {
          return summary.get();
        }
      } catch (JdbiException | UnfitIndexException failed) {
        throw unreadable(failed, open, tail);
      }
      // What was in memory came to the database meanwhile.
      Thread.sleep(10);
    }
  }

  @Override
  public AuditSummary.Counts counts(
      Dimension dimension, Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException, InterruptedException {
    OpenIndex open = upToDate();
    Tail tail = open.tail();
    try {
      return new SummaryReader(open.jdbi(), open.terms(), tail).counts(dimension, from, to, top);
    } catch (JdbiException | UnfitIndexException failed) {
      throw unreadable(failed, open, tail);
    }
  }

  /** Writes what it knows and lets go of the database; idempotent. */
  @Override
  public void close() {
    closing = true;
    wake();
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
  }

  /** The index as soon as it has every record that is durable now. */
  private OpenIndex upToDate() throws IndexUnavailableException, InterruptedException {
    long wanted = journal.tip();
    long left = PATIENCE.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        OpenIndex open = index;
        if (open != null && open.tail().last() >= wanted) {
          return open;
        }
        String trouble = problem;
        if (trouble != null || left <= 0 || closing) {
          throw new IndexUnavailableException(
              trouble != null
                  ? trouble
                  : "the index has "
                      + status().indexed()
                      + " of "
                      + wanted
                      + " records and is catching up");
        }
        asked = true;
        work.signal();
        left = progress.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private IndexUnavailableException unreadable(RuntimeException failed, OpenIndex open, Tail tail) {
    boolean changed = open != index || open.tail().first() != tail.first();
    LOG.warn("the audit index could not be read", failed);
    if (!changed && (failed instanceof UnfitIndexException || IndexDatabase.isDamage(failed))) {
      unfit = said(failed);
      wake();
    }
    return new IndexUnavailableException("the index could not be read", failed);
  }

  private void wake() {
    lock.lock();
    try {
      asked = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void tellProgress() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closing) {
        round(this::follow);
        tellProgress();
        pause();
      }
    } catch (InterruptedException nobodyInterruptsThisThread) {
      Thread.currentThread().interrupt();
    } finally {
      OpenIndex open = index;
      index = null;
      if (open != null) {
        round(open::flush);
        open.close();
      }
    }
  }

  /** Something that may fail; the next round tries again. */
  private interface Task {
    void run() throws IOException, ForeignIndexException;
  }

  private void round(Task task) {
    try {
      task.run();
      if (problem != null) {
        LOG.info("the audit index is well again");
      }
      problem = null;
    } catch (Stopped ended) {
      LOG.debug("the audit index stops", ended);
    } catch (IOException | ForeignIndexException failed) {
      trouble(failed);
    } catch (RuntimeException failed) {
      // Each of the database's libraries has exceptions of its own. The journal is not concerned:
      // what is wrong is told by the health, and tried again.
      if (failed instanceof UnfitIndexException || IndexDatabase.isDamage(failed)) {
        unfit = said(failed);
      }
      trouble(failed);
    }
  }

  /** Jdbi adds the statement and its arguments, which is for the log. */
  private static String said(Exception failed) {
    Throwable cause = failed.getCause();
    return String.valueOf(
        failed instanceof JdbiException && cause != null
            ? cause.getMessage()
            : failed.getMessage());
  }

  private void trouble(Exception failed) {
    String found = said(failed);
    if (!found.equals(problem)) {
      LOG.warn("the audit index has a problem: {}", found, failed);
    }
    problem = found;
  }

  private void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = (problem == null ? PAUSE : PAUSE_AFTER_TROUBLE).toNanos();
      // In trouble nobody is made to wait by being asked more often; unless it must be made anew.
      while (left > 0 && !closing && (!asked || (problem != null && unfit == null))) {
        left = work.awaitNanos(left);
      }
      asked = false;
    } finally {
      lock.unlock();
    }
  }

  private void follow() throws IOException, ForeignIndexException {
    OpenIndex open = index;
    String why = unfit;
    if (why != null) {
      index = null;
      if (open != null) {
        open.close();
      }
      open = anew(why);
      unfit = null;
    } else if (open == null) {
      open = fitting();
    }
    index = open;
    catchUp(open);
    if (open.tail().size() > 0 && System.nanoTime() - unwrittenSince >= UNWRITTEN.toNanos()) {
      open.flush();
    }
    if (System.nanoTime() - lookedForRetention >= RETENTION.toNanos()) {
      open.forgetBefore(journal.first());
      lookedForRetention = System.nanoTime();
    }
  }

  private void catchUp(OpenIndex open) throws IOException {
    if (open.tail().last() >= journal.tip()) {
      return;
    }
    if (open.tail().size() == 0) {
      unwrittenSince = System.nanoTime();
    }
    journal.lines(
        open.tail().last() + 1,
        line -> {
          if (closing) {
            throw new Stopped();
          }
          open.add(line);
          if (open.tail().last() % PROGRESS == 0) {
            tellProgress();
          }
        });
  }

  /** The index as it is, if it is of this journal; otherwise a new one. */
  private OpenIndex fitting() throws IOException, ForeignIndexException {
    OpenIndex found;
    try {
      found = OpenIndex.open(location, instance);
    } catch (RuntimeException failed) {
      if (failed instanceof UnfitIndexException || IndexDatabase.isDamage(failed)) {
        return anew(said(failed));
      }
      throw failed;
    }
    boolean fits = false;
    try {
      Optional<String> misfit = Fit.problem(found.tail(), journal);
      if (misfit.isEmpty()) {
        fits = true;
        return found;
      }
      found.close();
      return anew(misfit.get());
    } finally {
      if (!fits) {
        found.close();
      }
    }
  }

  private OpenIndex anew(String why) throws IOException, ForeignIndexException {
    LOG.warn("the audit index is made anew: {}", why);
    IndexDatabase.clear(location);
    return OpenIndex.open(location, instance);
  }

  /** Ends the reading of the journal. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
