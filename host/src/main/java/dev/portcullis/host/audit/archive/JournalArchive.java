package dev.portcullis.host.audit.archive;

import dev.portcullis.host.audit.AuditArchive;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.SignedCheckpoint;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.line.SystemAction;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.segment.SegmentManifest;
import dev.portcullis.host.audit.tlog.GrowingTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The archive of a journal, in a folder beside its segments. */
public final class JournalArchive implements AuditArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path directory;
  private final FileJournal journal;
  private final CheckpointLog checkpoints;
  private final Optional<Duration> keep;
  private final InstantSource clock;

  /** Held while the disk works: a second archiving waits. */
  private final ReentrantLock working = new ReentrantLock();

  /**
   * @param keep how long after its last record an archived segment is kept; absent for ever
   */
  public JournalArchive(
      Path directory,
      FileJournal journal,
      CheckpointLog checkpoints,
      Optional<Duration> keep,
      InstantSource clock) {
    this.directory = directory;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.keep = keep;
    this.clock = clock;
  }

  @Override
  public Outcome archive(Caller by) throws AuditUnavailableException, IOException {
    working.lock();
    try {
      List<SegmentFile> closed = journal.reader().closedSegments();
      journal.append(
          new AuditRecord.Admin(
              by,
              "audit.archive",
              Map.of(),
              Map.of("segments", closed.stream().map(SegmentFile::name).toList())));
      long bytes = 0;
      long archivedBytes = 0;
      for (SegmentFile segment : closed) {
        SegmentManifest manifest = pack(segment);
        bytes += manifest.bytes();
        archivedBytes += manifest.archivedBytes();
      }
      int removed = removeOld();
      return new Outcome(closed.size(), bytes, archivedBytes, removed, journal.reader().firstSeq());
    } finally {
      working.unlock();
    }
  }

  private SegmentManifest pack(SegmentFile segment) throws IOException {
    SignedCheckpoint signed = covering(journal.reader().lastSeq());
    long before = segment.firstSeq() - 1;
    return new SegmentPacker(segment)
        .pack(
            new GrowingTree(before, checkpoints.peaks(before)),
            lastSeq(segment),
            checkpoints::root,
            signed.note());
  }

  /** By where the next segment begins; a closed one has one after it. */
  private long lastSeq(SegmentFile segment) throws IOException {
    return SegmentFile.list(directory).stream()
            .mapToLong(SegmentFile::firstSeq)
            .filter(first -> first > segment.firstSeq())
            .findFirst()
            .orElseThrow(() -> new IOException("nothing follows " + segment.name()))
        - 1;
  }

  private SignedCheckpoint covering(long seq) throws IOException {
    try {
      return checkpoints
          .covering(seq, PATIENCE)
          .filter(signed -> signed.checkpoint().size() >= seq)
          .orElseThrow(() -> new IOException("no checkpoint covers what is to be archived"));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the host is stopping", stopped);
    }
  }

  /** The oldest go first, and only as far as all of them are old enough. */
  private int removeOld() throws AuditUnavailableException, IOException {
    if (keep.isEmpty()) {
      return 0;
    }
    Instant end = clock.instant().minus(keep.get());
    List<SegmentFile> old = new ArrayList<>();
    List<SegmentManifest> manifests = new ArrayList<>();
    for (SegmentFile archived : SegmentFile.list(directory)) {
      if (!archived.isArchived()) {
        break;
      }
      SegmentManifest manifest = SegmentManifest.read(archived.manifest());
      if (!Instant.parse(manifest.lastTime()).isBefore(end)) {
        break;
      }
      old.add(archived);
      manifests.add(manifest);
    }
    if (old.isEmpty()) {
      return 0;
    }
    long first = manifests.getFirst().firstSeq();
    SegmentManifest last = manifests.getLast();
    // The proofs of what remains need the tree of what goes, which cannot be computed again.
    checkpoints.syncTiles(first - 1, last.lastSeq());
    journal.append(
        new AuditRecord.SystemEvent(
            SystemAction.RETENTION,
            Map.of(
                "removed_from", first,
                "removed_to", last.lastSeq(),
                "last_hash", last.lastHash(),
                "root", last.root(),
                "kept_ms", keep.get().toMillis())));
    for (SegmentFile segment : old) {
      Files.deleteIfExists(segment.path());
    }
    SegmentFile.syncDirectory(SegmentFile.archive(directory));
    return old.size();
  }
}
