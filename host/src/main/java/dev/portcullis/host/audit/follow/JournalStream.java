package dev.portcullis.host.audit.follow;

import dev.portcullis.host.audit.AuditStream;
import dev.portcullis.host.audit.journal.JournalCursor;
import dev.portcullis.host.audit.journal.JournalReader;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Follows a journal on disk. Whoever is slow is behind, and nothing else: each reads for itself
 * from where it is.
 */
public final class JournalStream implements AuditStream, AutoCloseable {
  private static final int AT_ONCE = 64;
  private static final int A_ROUND = 256;
  private static final long TICK_MS = 100;
  private static final int TICKS_OF_SILENCE = 10;

  private final JournalReader journal;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final CountDownLatch closing = new CountDownLatch(1);

  public JournalStream(JournalReader journal) {
    this.journal = journal;
  }

  @Override
  public boolean isBusy() {
    return places.availablePermits() == 0;
  }

  @Override
  public void follow(OptionalLong from, Listener listener)
      throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      throw new IOException("as many follow as the host takes");
    }
    try {
      follow(journal.cursor(from.orElse(journal.lastSeq() + 1)), listener);
    } finally {
      places.release();
    }
  }

  private void follow(JournalCursor cursor, Listener listener)
      throws IOException, InterruptedException {
    boolean wanted = listener.pause();
    for (int silent = 0; wanted && closing.getCount() > 0; silent++) {
      if (cursor.advance(A_ROUND, listener::take) > 0 || silent == TICKS_OF_SILENCE) {
        wanted = listener.pause();
        silent = 0;
      }
      if (wanted
          && cursor.next() > journal.lastSeq()
          && closing.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** Ends every stream within a moment, so that the door can close. */
  @Override
  public void close() {
    closing.countDown();
  }
}
