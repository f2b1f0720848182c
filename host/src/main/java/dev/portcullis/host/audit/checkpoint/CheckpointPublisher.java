package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.journal.JournalRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes checkpoints off this host, in threads of its own. Until one was, nobody but this host
 * can tell what its journal was: it is unanchored.
 */
public final class CheckpointPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointPublisher.class);

  /** For the last checkpoint, when the host stops. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final CheckpointFile file;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Publication> publications = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable SignedCheckpoint anchor;

  private CheckpointPublisher(CheckpointFile file, Optional<SignedCheckpoint> anchor) {
    this.file = file;
    this.anchor = anchor.orElse(null);
  }

  /**
   * Remembers in {@code directory} what was published.
   *
   * @param interval how often a destination gets one, at most
   */
  public static CheckpointPublisher open(
      Path directory, CheckpointLog log, List<Destination> destinations, Duration interval)
      throws IOException, JournalRefusedException {
    CheckpointFile file = new CheckpointFile(directory.resolve("anchor"));
    CheckpointPublisher publisher = new CheckpointPublisher(file, file.load(log.key()));
    for (Destination destination : destinations) {
      Publication publication =
          new Publication(
              destination, log::latest, publisher::published, interval, publisher.closing);
      publisher.publications.add(publication);
      publisher.threads.add(
          Thread.ofVirtual().name("publish " + destination.name()).unstarted(publication));
    }
    return publisher;
  }

  /** Begins to publish. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** The largest checkpoint that was published, by this host or one before it on this home. */
  public Optional<SignedCheckpoint> anchor() {
    return Optional.ofNullable(anchor);
  }

  /** Where the newest is not, and why. */
  public List<String> problems() {
    if (publications.isEmpty() && anchor != null) {
      return List.of(
          "nothing is published any more: neither [audit] publish_directory nor publish_webhook is"
              + " set");
    }
    return publications.stream().flatMap(one -> one.problem().stream()).toList();
  }

  private synchronized void published(SignedCheckpoint signed) {
    SignedCheckpoint before = anchor;
    if (before != null && before.checkpoint().size() >= signed.checkpoint().size()) {
      return;
    }
    anchor = signed;
    try {
      file.save(signed);
    } catch (IOException forgotten) {
      LOG.warn("that a checkpoint was published is not remembered: {}", forgotten.getMessage());
    }
  }

  /** Offers the last checkpoint once more, and waits a little for the destinations. */
  @Override
  public void close() {
    closing.countDown();
    long deadline = System.nanoTime() + GRACE.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        if (thread.getState() != Thread.State.NEW
            && !thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          thread.interrupt();
        }
      } catch (InterruptedException stop) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
