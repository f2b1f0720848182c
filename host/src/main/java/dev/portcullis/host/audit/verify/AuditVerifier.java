package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.segment.SegmentManifest;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.TileStore;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Proves a journal, or names the first record that is not what was written. Works on copied files,
 * without a host, in bounded memory.
 */
public final class AuditVerifier {
  private final List<Checkpoint> anchors;
  private final Optional<NoteKey> key;

  private AuditVerifier(List<Checkpoint> anchors, Optional<NoteKey> key) {
    this.anchors = List.copyOf(anchors);
    this.key = key;
  }

  /**
   * Verifies a journal's directory from its first record on, or one file of consecutive records.
   *
   * @throws IOException if {@code path} is neither
   */
  public static Verification verify(Path path) throws IOException {
    return verify(path, List.of());
  }

  /**
   * The same, and that the journal is an extension of each of these checkpoints, which were kept
   * where nobody who could change the journal could change them.
   *
   * @param anchors each {@link Checkpoint#open opened} with the log's key
   * @throws IOException if {@code path} is neither
   */
  public static Verification verify(Path path, List<Checkpoint> anchors) throws IOException {
    return verify(path, anchors, Optional.empty());
  }

  /**
   * The same, and that the checkpoint at the end of an exported file is signed by {@code key}, and
   * for these records, if they are all of them.
   */
  public static Verification verify(Path path, List<Checkpoint> anchors, Optional<NoteKey> key)
      throws IOException {
    AuditVerifier verifier = new AuditVerifier(anchors, key);
    return Files.isDirectory(path) ? verifier.directory(path) : verifier.single(path);
  }

  private Verification single(Path file) {
    LineVerifier lines = new LineVerifier(null, anchors);
    return result(lines, file(new SegmentFile(file, 1), lines, true, true));
  }

  private Verification directory(Path directory) throws IOException {
    LineVerifier lines = new LineVerifier(Tip.GENESIS, anchors);
    List<SegmentFile> segments = SegmentFile.list(directory);
    if (!segments.isEmpty() && segments.getFirst().firstSeq() > 1) {
      Optional<Verification.Damaged> unexplained =
          beginAfterRemoved(directory, segments.getFirst(), lines);
      if (unexplained.isPresent()) {
        return unexplained.get();
      }
    }
    for (SegmentFile segment : segments) {
      boolean last = segment.equals(segments.getLast());
      long expected = lines.expected();
      if (segment.firstSeq() != expected) {
        return missing(expected, segment, "the next segment is " + segment.name());
      }
      Optional<Verification.Damaged> damaged = file(segment, lines, last, false);
      if (damaged.isPresent()) {
        return damaged.get();
      }
      if (!last && lines.expected() == expected) {
        return missing(expected, segment, "the segment is empty");
      }
    }
    return result(lines, Optional.empty());
  }

  private static Verification result(LineVerifier lines, Optional<Verification.Damaged> damaged) {
    Optional<Verification.Damaged> found = damaged.isPresent() ? damaged : lines.end();
    return found.isPresent() ? found.get() : lines.intact();
  }

  /** The manifest of the segment before the first one says what came before, if there is one. */
  private Optional<Verification.Damaged> beginAfterRemoved(
      Path directory, SegmentFile first, LineVerifier lines) throws IOException {
    long before = first.firstSeq() - 1;
    List<SegmentManifest> manifests = new ArrayList<>();
    try {
      manifests.addAll(SegmentManifest.list(directory));
    } catch (IOException unreadable) {
      return Optional.of(
          missing(1, first, "a manifest cannot be read: " + unreadable.getMessage()));
    }
    Optional<SegmentManifest> last =
        manifests.stream().filter(manifest -> manifest.lastSeq() == before).findFirst();
    if (last.isEmpty()) {
      return Optional.of(missing(1, first, "the journal begins later"));
    }
    try {
      GrowingTree tree =
          new GrowingTree(
              before,
              last.get().peaks().stream()
                  .map(peak -> TreeHash.of(Base64.getDecoder().decode(peak)))
                  .toList());
      for (Checkpoint anchor : anchors) {
        if (anchor.size() <= before && !extendsAnchor(directory, anchor, before, tree.root())) {
          return Optional.of(
              new Verification.Damaged(
                  Damage.CONTRADICTS_CHECKPOINT,
                  anchor.size(),
                  "archive",
                  0,
                  "record "
                      + anchor.size()
                      + " was removed, and what is left does not extend the checkpoint over it"));
        }
      }
      lines.beginAfter(new Tip(before, last.get().lastHash()), tree, before);
      return Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.of(missing(1, first, "the manifest before it proves nothing"));
    }
  }

  private static boolean extendsAnchor(
      Path directory, Checkpoint anchor, long size, TreeHash root) {
    try {
      return Proofs.isExtension(
          anchor.size(),
          anchor.root(),
          size,
          root,
          Proofs.consistency(TileStore.open(directory, size), anchor.size(), size));
    } catch (IOException gone) {
      return false;
    }
  }

  private Optional<Verification.Damaged> file(
      SegmentFile segment, LineVerifier verifier, boolean last, boolean mayEndAnExport) {
    long offset = 0;
    try (LineReader lines = LineReader.of(segment)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        Optional<ExportEnd> end = mayEndAnExport ? ExportEnd.of(line) : Optional.empty();
        long seq = verifier.expected();
        Optional<RecordCheck.Finding> finding =
            end.isPresent() ? end.get().check(verifier, key) : verifier.take(line);
        if (finding.isPresent()) {
          return Optional.of(
              damaged(finding.get().damage(), seq, segment, offset, finding.get().detail()));
        }
        offset = lines.offset();
        mayEndAnExport &= end.isEmpty();
      }
      return rest(lines, segment, verifier.expected(), last);
    } catch (IOException unreadable) {
      return Optional.of(
          damaged(
              Damage.UNREADABLE,
              verifier.expected(),
              segment,
              offset,
              "cannot be read: " + unreadable));
    }
  }

  private static Optional<Verification.Damaged> rest(
      LineReader lines, SegmentFile segment, long seq, boolean last) throws IOException {
    long offset = lines.offset();
    LineReader.Rest rest = lines.rest();
    if (rest.torn() > 0) {
      return Optional.of(
          damaged(Damage.INCOMPLETE_LINE, seq, segment, offset, "breaks off, or is no line"));
    }
    if (rest.length() > 0 && !last) {
      return Optional.of(
          damaged(
              Damage.UNREADABLE, seq, segment, offset, "is zeros, in a segment that has ended"));
    }
    return Optional.empty();
  }

  private static Verification.Damaged missing(long seq, SegmentFile segment, String why) {
    return damaged(Damage.MISSING_SEGMENT, seq, segment, 0, "is missing: " + why);
  }

  private static Verification.Damaged damaged(
      Damage damage, long seq, SegmentFile segment, long offset, String detail) {
    return new Verification.Damaged(
        damage, seq, segment.name(), offset, "record " + seq + " " + detail);
  }
}
