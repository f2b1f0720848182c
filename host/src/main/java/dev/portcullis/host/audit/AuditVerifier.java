package dev.portcullis.host.audit;

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

  private long records;
  private long firstSeq;

  private AuditVerifier() {}

  /**
   * Verifies a journal's directory from its first record on, or one file of consecutive records.
   *
   * @throws IOException if {@code path} is neither
   */
  public static Verification verify(Path path) throws IOException {
    AuditVerifier verifier = new AuditVerifier();
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
