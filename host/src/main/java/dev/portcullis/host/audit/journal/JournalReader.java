package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.BackwardLineReader;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads what is durable, while it grows, in bounded memory. Safe for use by many threads. */
public final class JournalReader {
  /** How many records one page looks at, at most; then it is short and says where to go on. */
  private static final int LOOKED_AT = 20_000;

  private final Path directory;
  private final Supplier<SegmentWriter.Durable> durable;

  JournalReader(Path directory, Supplier<SegmentWriter.Durable> durable) {
    this.directory = directory;
    this.durable = durable;
  }

  /**
   * Gives every record from number {@code seq} on, in order, up to what is durable now.
   *
   * @throws IOException if a file or a record cannot be read
   */
  public void forEachFrom(long seq, Consumer<StoredRecord> each) throws IOException {
    linesFrom(seq, (segment, line) -> each.accept(parse(line, segment)));
  }

  /** Takes lines as they stand on disk. */
  @FunctionalInterface
  public interface LineConsumer {
    void take(SegmentFile segment, byte[] line) throws IOException;
  }

  /** The same without parsing: a segment's lines are numbered from its first on. */
  public void linesFrom(long seq, LineConsumer each) throws IOException {
    SegmentWriter.Durable until = durable.get();
    List<SegmentFile> segments = segments(until);
    for (int i = 0; i < segments.size(); i++) {
      SegmentFile segment = segments.get(i);
      if (i + 1 < segments.size() && segments.get(i + 1).firstSeq() <= seq) {
        continue;
      }
      long number = segment.firstSeq();
      try (LineReader lines = LineReader.of(segment.path(), end(segment, until))) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          if (number++ >= seq) {
            each.take(segment, line);
          }
        }
      }
    }
  }

  /**
   * A page of the newest records below number {@code before}, or of the newest of all.
   *
   * @param limit how many at most, at least 1
   * @throws IOException if a file or a record cannot be read
   */
  public AuditPage page(OptionalLong before, int limit, AuditFilter filter) throws IOException {
    SegmentWriter.Durable until = durable.get();
    long below = before.orElse(Long.MAX_VALUE);
    List<StoredRecord> found = new ArrayList<>();
    int lookedAt = 0;
    for (SegmentFile segment : segments(until).reversed()) {
      if (segment.firstSeq() >= below) {
        continue;
      }
      try (BackwardLineReader lines = BackwardLineReader.of(segment.path(), end(segment, until))) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          if (seq(line, segment) >= below) {
            continue;
          }
          StoredRecord record = parse(line, segment);
          if (filter.shows(record)) {
            found.add(record);
          }
          lookedAt++;
          if (found.size() == limit || lookedAt == LOOKED_AT) {
            return new AuditPage(
                found, record.seq() > 1 ? OptionalLong.of(record.seq()) : OptionalLong.empty());
          }
        }
      }
    }
    return new AuditPage(found, OptionalLong.empty());
  }

  private List<SegmentFile> segments(SegmentWriter.Durable until) throws IOException {
    return SegmentFile.list(directory).stream()
        .filter(segment -> segment.firstSeq() <= until.tip().seq())
        .toList();
  }

  private static long end(SegmentFile segment, SegmentWriter.Durable until) {
    return until.segment() != null && segment.firstSeq() == until.segment().firstSeq()
        ? until.position()
        : Long.MAX_VALUE;
  }

  private static long seq(byte[] line, SegmentFile segment) throws IOException {
    try {
      return LineFields.of(line).seq();
    } catch (UnreadableLineException damaged) {
      throw unreadable(segment, damaged);
    }
  }

  private static StoredRecord parse(byte[] line, SegmentFile segment) throws IOException {
    try {
      return StoredRecord.of(line);
    } catch (UnreadableLineException damaged) {
      throw unreadable(segment, damaged);
    }
  }

  private static IOException unreadable(SegmentFile segment, UnreadableLineException damaged) {
    return new IOException(
        "a record in " + segment.name() + " cannot be read: " + damaged.getMessage(), damaged);
  }
}
