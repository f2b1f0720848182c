package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.JournalState;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalCursor;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.line.Chain;
import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.TileStore;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a journal, keeps the Merkle tree over its lines as tiles beside it, and signs
 * checkpoints. Record {@code seq} is leaf {@code seq - 1}.
 *
 * <p>It never signs what does not extend the last checkpoint it finds: when opened, the tree must
 * have that checkpoint's root, from the tiles or, where they are gone, from the records; each line
 * that is added must chain to the one before it, the last one must be the one that the writer
 * wrote, and the new root must prove consistent with the one signed last.
 */
public final class CheckpointLog implements AutoCloseable {
  private static final long TICK_MS = 100;

  private final FileJournal journal;
  private final CheckpointSettings settings;
  private final NoteSigner signer;
  private final TileStore tiles;
  private final CheckpointFile file;
  private final JournalCursor cursor;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** The chain up to the last leaf of the tree; null until the first advance. */
  private @Nullable Chain chain;

  /** Why nothing is signed any more, however long it is tried: the tree is not the writer's. */
  private @Nullable String refusal;

  private long signedAt = System.nanoTime();
  private volatile long wanted;
  private volatile @Nullable SignedCheckpoint latest;
  private volatile @Nullable String problem;

  private CheckpointLog(
      FileJournal journal,
      CheckpointSettings settings,
      NoteSigner signer,
      TileStore tiles,
      CheckpointFile file,
      Optional<SignedCheckpoint> latest) {
    this.journal = journal;
    this.settings = settings;
    this.signer = signer;
    this.tiles = tiles;
    this.file = file;
    this.latest = latest.orElse(null);
    this.cursor = journal.reader().cursor(tiles.size() + 1);
    this.thread = Thread.ofPlatform().name("checkpoints").daemon().unstarted(this::follow);
  }

  /**
   * Takes up the tree beside the journal in {@code directory}.
   *
   * @param signer signs under the log's name, its origin
   * @throws JournalRefusedException if the last checkpoint is not signed by this key, or the
   *     journal is not an extension of it
   */
  public static CheckpointLog open(
      Path directory, FileJournal journal, NoteSigner signer, CheckpointSettings settings)
      throws IOException, JournalRefusedException {
    // Who verifies a copy finds the key in it; who wants more proof brings the key from elsewhere.
    Files.writeString(directory.resolve("key.pub"), signer.verifier() + "\n");
    CheckpointFile file = new CheckpointFile(directory.resolve("checkpoint"));
    Optional<SignedCheckpoint> last = file.load(signer.verifier());
    TileStore tiles =
        last.isPresent()
            ? LastTree.of(directory, journal.reader(), last.get().checkpoint())
            : TileStore.empty(directory);
    return new CheckpointLog(journal, settings, signer, tiles, file, last);
  }

  /** Begins to follow the journal. */
  public void start() {
    thread.start();
  }

  /** The last checkpoint; empty before the first. */
  public Optional<SignedCheckpoint> latest() {
    return Optional.ofNullable(latest);
  }

  /**
   * A checkpoint that covers record {@code seq}, for which this waits; the last one there is where
   * that takes too long.
   */
  public Optional<SignedCheckpoint> covering(long seq, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    wanted = Math.max(wanted, seq);
    while (signedSize() < seq && System.nanoTime() - deadline < 0) {
      Thread.sleep(10);
    }
    return latest();
  }

  /** Why the last checkpoint does not cover what is durable; empty if nothing is in the way. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The key that checks the checkpoints. */
  public NoteKey key() {
    return signer.verifier();
  }

  /**
   * That a record is in the tree of the first {@code size} records.
   *
   * @throws IllegalArgumentException if it is not, or there is no such tree yet
   */
  public List<TreeHash> inclusionProof(long seq, long size) throws IOException {
    requireTree(size);
    return Proofs.inclusion(tiles, seq - 1, size);
  }

  /**
   * That the tree of the first {@code to} records begins with that of the first {@code from}.
   *
   * @throws IllegalArgumentException if there are no such trees
   */
  public List<TreeHash> consistencyProof(long from, long to) throws IOException {
    requireTree(to);
    return Proofs.consistency(tiles, from, to);
  }

  /** The root of the tree of the first {@code size} records. */
  public TreeHash root(long size) throws IOException {
    requireTree(size);
    return Proofs.root(tiles, size);
  }

  /** The roots of its complete subtrees, the largest first. */
  public List<TreeHash> peaks(long size) throws IOException {
    requireTree(size);
    return Proofs.peaks(tiles, size);
  }

  /** Has the tree of these records survive a power failure, since it is needed without them. */
  public void syncTiles(long from, long to) throws IOException {
    tiles.sync(from, to);
  }

  /** The tiles, of which those under {@link #latest} are published. */
  TileStore tiles() {
    return tiles;
  }

  private void requireTree(long size) {
    if (size < 0 || size > signedSize()) {
      throw new IllegalArgumentException("no checkpoint covers " + size + " records");
    }
  }

  private long signedSize() {
    return latest().map(signed -> signed.checkpoint().size()).orElse(0L);
  }

  private void follow() {
    try {
      while (!closing.await(
          Math.min(TICK_MS, settings.interval().toMillis()), TimeUnit.MILLISECONDS)) {
        advanceIfDue();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void advanceIfDue() {
    try {
      if (isDue()) {
        advance();
      }
    } catch (RuntimeException unforeseen) {
      // Said and tried again: if it ended the thread, nothing would be signed, nor that said.
      problem = "no checkpoint could be signed: " + unforeseen;
    }
  }

  private boolean isDue() {
    long signed = signedSize();
    long uncovered = journal.state().lastSeq() - signed;
    return uncovered > 0
        && (uncovered >= settings.records()
            || wanted > signed
            || System.nanoTime() - signedAt >= settings.interval().toNanos());
  }

  /** Takes what is new into the tree and signs it; what fails is tried again the next time. */
  private synchronized void advance() {
    if (refusal != null) {
      problem = refusal;
      return;
    }
    try {
      grow();
      SignedCheckpoint last = latest;
      if (tiles.size() > 0 && (last == null || last.checkpoint().size() < tiles.size())) {
        sign(last);
      }
      problem = null;
    } catch (IOException failure) {
      problem = "no checkpoint could be signed: " + failure.getMessage();
    }
  }

  private void grow() throws IOException {
    JournalState written = journal.state();
    Chain known = chain == null ? new Chain(lastLeaf()) : chain;
    chain = known;
    cursor.advance(
        Integer.MAX_VALUE,
        (seq, line) -> {
          try {
            // The tree may be ahead of the cursor by what failed after it was appended.
            if (seq <= tiles.size()) {
              return;
            }
            Tip tip = known.tip().seq() < seq ? known.take(line) : known.tip();
            if (seq == written.lastSeq() && !tip.hash().equals(written.lastHash())) {
              refusal =
                  "record "
                      + seq
                      + " on disk is not the one that was written: nothing is signed any more";
              throw new IOException(refusal);
            }
          } catch (UnreadableLineException changed) {
            throw new IOException(
                "record " + seq + " was changed on disk: " + changed.getMessage(), changed);
          }
          tiles.append(TreeHash.ofLeaf(line));
        });
  }

  /** The record whose hash the next one must name. */
  private Tip lastLeaf() throws IOException {
    long seq = tiles.size();
    if (seq == 0) {
      return Tip.GENESIS;
    }
    byte[] line =
        journal
            .reader()
            .line(seq)
            .orElseThrow(() -> new IOException("record " + seq + " is not there any more"));
    try {
      return new Tip(seq, LineFields.of(line).digest(Hole.HASH));
    } catch (UnreadableLineException changed) {
      throw new IOException("record " + seq + " was changed on disk", changed);
    }
  }

  private void sign(@Nullable SignedCheckpoint last) throws IOException {
    Checkpoint next = new Checkpoint(key().name(), tiles.size(), tiles.root());
    if (last != null) {
      Checkpoint before = last.checkpoint();
      List<TreeHash> proof = Proofs.consistency(tiles, before.size(), next.size());
      if (!Proofs.isExtension(before.size(), before.root(), next.size(), next.root(), proof)) {
        throw new IOException(
            "the tree does not extend the checkpoint over " + before.size() + " records");
      }
    }
    tiles.publish();
    SignedCheckpoint signed = new SignedCheckpoint(next, next.sign(signer));
    file.save(signed);
    signedAt = System.nanoTime();
    latest = signed;
  }

  /** Signs a last checkpoint over everything durable; the journal is closed after this. */
  @Override
  public void close() {
    closing.countDown();
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
    advance();
  }
}
