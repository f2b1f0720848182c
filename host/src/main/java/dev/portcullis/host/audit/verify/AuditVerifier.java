package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves a journal, or names the first record that is not what was written. Works on copied files,
 * without a host, in bounded memory.
 */
public final class AuditVerifier {
  private static final String BEGINNING_MISSING = "is missing: the journal begins later";

  private final List<Checkpoint> anchors;
  private final GrowingTree tree = new GrowingTree();
  private long records;
  private long firstSeq;

  private AuditVerifier(List<Checkpoint> anchors) {
    this.anchors = anchors;
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
    AuditVerifier verifier = new AuditVerifier(List.copyOf(anchors));
    if (Files.isDirectory(path)) {
      return verifier.directory(SegmentFile.list(path));
    }
    RecordCheck check = new RecordCheck(null);
    return verifier.result(verifier.file(path, check, 1, true), check);
  }

  private Verification directory(List<SegmentFile> segments) {
    RecordCheck check = new RecordCheck(Tip.GENESIS);
    for (SegmentFile segment : segments) {
      boolean last = segment.equals(segments.getLast());
      long expected = expected(check, 1);
      if (segment.firstSeq() != expected) {
        return new Verification.Damaged(
            Damage.MISSING_SEGMENT,
            expected,
            segment.name(),
            0,
            "record "
                + expected
                + (expected == 1
                    ? " " + BEGINNING_MISSING
                    : " is missing: the next segment is " + segment.name()));
      }
      Optional<Verification.Damaged> damaged = file(segment.path(), check, expected, last);
      if (damaged.isPresent()) {
        return damaged.get();
      }
      if (!last && expected(check, 1) == expected) {
        return damaged(
            Damage.MISSING_SEGMENT,
            expected,
            segment.path(),
            0,
            "is missing: the segment is empty");
      }
    }
    return result(Optional.empty(), check);
  }

  private Verification result(Optional<Verification.Damaged> damaged, RecordCheck check) {
    if (damaged.isPresent()) {
      return damaged.get();
    }
    Tip tip = check.tip() == null ? Tip.GENESIS : check.tip();
    for (Checkpoint anchor : anchors) {
      if (anchor.size() > tip.seq()) {
        return new Verification.Damaged(
            Damage.TRUNCATED,
            tip.seq() + 1,
            "checkpoint",
            0,
            "record " + (tip.seq() + 1) + " is missing: a checkpoint covers " + anchor.size());
      }
    }
    return new Verification.Intact(records, firstSeq, tip.seq(), tip.hash());
  }

  private Optional<Verification.Damaged> file(
      Path file, RecordCheck check, long ifUnknown, boolean last) {
    long offset = 0;
    try (LineReader lines = LineReader.of(file)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        Optional<RecordCheck.Finding> finding = check.take(line);
        if (finding.isPresent()) {
          return Optional.of(
              damaged(
                  finding.get().damage(),
                  expected(check, ifUnknown),
                  file,
                  offset,
                  finding.get().detail()));
        }
        count(check);
        Optional<Verification.Damaged> contradiction = compare(line, check, file, offset);
        if (contradiction.isPresent()) {
          return contradiction;
        }
        offset = lines.offset();
      }
      return rest(lines, file, expected(check, ifUnknown), last);
    } catch (IOException unreadable) {
      return Optional.of(
          damaged(
              Damage.UNREADABLE,
              expected(check, ifUnknown),
              file,
              offset,
              "cannot be read: " + unreadable));
    }
  }

  private Optional<Verification.Damaged> compare(
      byte[] line, RecordCheck check, Path file, long offset) {
    if (anchors.isEmpty()) {
      return Optional.empty();
    }
    tree.append(TreeHash.ofLeaf(line));
    long seq = expected(check, 1) - 1;
    for (Checkpoint anchor : anchors) {
      if (anchor.size() == seq && !(tree.size() == seq && tree.root().equals(anchor.root()))) {
        return Optional.of(
            damaged(
                Damage.CONTRADICTS_CHECKPOINT,
                seq,
                file,
                offset,
                "and those before it are not what the checkpoint over " + seq + " was signed for"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verification.Damaged> rest(
      LineReader lines, Path file, long seq, boolean last) throws IOException {
    long offset = lines.offset();
    LineReader.Rest rest = lines.rest();
    if (rest.torn() > 0) {
      return Optional.of(
          damaged(Damage.INCOMPLETE_LINE, seq, file, offset, "breaks off, or is no line"));
    }
    if (rest.length() > 0 && !last) {
      return Optional.of(
          damaged(Damage.UNREADABLE, seq, file, offset, "is zeros, in a segment that has ended"));
    }
    return Optional.empty();
  }

  private void count(RecordCheck check) {
    if (records == 0) {
      firstSeq = expected(check, 1) - 1;
    }
    records++;
  }

  private static long expected(RecordCheck check, long ifUnknown) {
    @Nullable Tip tip = check.tip();
    return tip == null ? ifUnknown : tip.seq() + 1;
  }

  private static Verification.Damaged damaged(
      Damage damage, long seq, Path file, long offset, String detail) {
    return new Verification.Damaged(
        damage, seq, String.valueOf(file.getFileName()), offset, "record " + seq + " " + detail);
  }
}
