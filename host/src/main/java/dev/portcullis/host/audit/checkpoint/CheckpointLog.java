package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.TileStore;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a journal, keeps the Merkle tree over its lines as tiles beside it, and signs a
 * checkpoint within a second of the last record. Record {@code seq} is leaf {@code seq - 1}.
 *
 * <p>It never signs what does not extend the last checkpoint it finds: when opened, the tree must
 * have that checkpoint's root, from the tiles or, where they are gone, from the records.
 */
public final class CheckpointLog implements AutoCloseable {
  private static final long EVERY_MS = 500;

  private final Path directory;
  private final JournalReader journal;
  private final NoteSigner signer;
  private final TileStore tiles;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable SignedCheckpoint latest;
  private volatile @Nullable String problem;

  private CheckpointLog(
      Path directory,
      JournalReader journal,
      NoteSigner signer,
      TileStore tiles,
      @Nullable SignedCheckpoint latest) {
    this.directory = directory;
    this.journal = journal;
    this.signer = signer;
    this.tiles = tiles;
    this.latest = latest;
    this.thread = Thread.ofPlatform().name("checkpoints").daemon().unstarted(this::follow);
  }

  /**
   * Takes up the tree beside the journal in {@code directory}.
   *
   * @param signer signs under the log's name, its origin
   * @throws JournalRefusedException if the last checkpoint is not signed by this key, or the
   *     journal is not an extension of it
   */
  public static CheckpointLog open(Path directory, FileJournal journal, NoteSigner signer)
      throws IOException, JournalRefusedException {
    // Who verifies a copy finds the key in it; who wants more proof brings the key from elsewhere.
    Files.writeString(directory.resolve("key.pub"), signer.verifier() + "\n");
    Path file = directory.resolve("checkpoint");
    if (!Files.exists(file)) {
      return new CheckpointLog(
          directory, journal.reader(), signer, TileStore.empty(directory), null);
    }
    byte[] note = Files.readAllBytes(file);
    Checkpoint last;
    try {
      last = Checkpoint.open(note, signer.verifier());
    } catch (MalformedNoteException foreign) {
      throw new JournalRefusedException(
          "the last checkpoint in " + file + " cannot be taken up: " + foreign.getMessage(),
          foreign);
    }
    if (last.size() > journal.state().lastSeq()) {
      throw new JournalRefusedException(
          "the journal ends with record "
              + journal.state().lastSeq()
              + ", and a checkpoint over "
              + last.size()
              + " was signed: records are missing");
    }
    return new CheckpointLog(
        directory,
        journal.reader(),
        signer,
        tree(directory, journal.reader(), last),
        new SignedCheckpoint(last, new String(note, StandardCharsets.UTF_8)));
  }

  private static TileStore tree(Path directory, JournalReader journal, Checkpoint last)
      throws IOException, JournalRefusedException {
    Optional<TileStore> found = fromTiles(directory, last);
    if (found.isPresent()) {
      return found.get();
    }
    TileStore rebuilt = TileStore.empty(directory);
    journal.linesFrom(
        1,
        (segment, line) -> {
          if (rebuilt.size() < last.size()) {
            rebuilt.append(TreeHash.ofLeaf(line));
          }
        });
    if (rebuilt.size() != last.size() || !rebuilt.root().equals(last.root())) {
      throw new JournalRefusedException(
          "the journal is not what its checkpoint over " + last.size() + " records was signed for");
    }
    return rebuilt;
  }

  /** Tiles are not synced: what a power failure left of them is not trusted, but compared. */
  private static Optional<TileStore> fromTiles(Path directory, Checkpoint last) {
    try {
      TileStore found = TileStore.open(directory, last.size());
      return found.root().equals(last.root()) ? Optional.of(found) : Optional.empty();
    } catch (IOException incomplete) {
      return Optional.empty();
    }
  }

  /** Begins to follow the journal. */
  public void start() {
    thread.start();
  }

  /** The last checkpoint; empty before the first. */
  public Optional<SignedCheckpoint> latest() {
    return Optional.ofNullable(latest);
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

  private void requireTree(long size) {
    long known = latest().map(signed -> signed.checkpoint().size()).orElse(0L);
    if (size < 0 || size > known) {
      throw new IllegalArgumentException("no checkpoint covers " + size + " records");
    }
  }

  private void follow() {
    try {
      while (!closing.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        advance();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes what is new into the tree and signs it; what fails is tried again the next time. */
  private synchronized void advance() {
    try {
      journal.linesFrom(tiles.size() + 1, (segment, line) -> tiles.append(TreeHash.ofLeaf(line)));
      SignedCheckpoint last = latest;
      if (tiles.size() > 0 && (last == null || last.checkpoint().size() < tiles.size())) {
        tiles.publish();
        Checkpoint next = new Checkpoint(key().name(), tiles.size(), tiles.root());
        SignedCheckpoint signed = new SignedCheckpoint(next, next.sign(signer));
        save(signed);
        latest = signed;
      }
      problem = null;
    } catch (IOException failure) {
      problem = "no checkpoint could be signed: " + failure;
    }
  }

  private void save(SignedCheckpoint signed) throws IOException {
    Path unfinished = directory.resolve("checkpoint.tmp");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(signed.note());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, directory.resolve("checkpoint"), StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(directory);
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
