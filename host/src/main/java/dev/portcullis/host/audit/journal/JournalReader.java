package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads what is durable, while it grows, in bounded memory. Safe for use by many threads. */
public final class JournalReader {
  private final Path directory;
  private final Supplier<SegmentWriter.Durable> durable;

  JournalReader(Path directory, Supplier<SegmentWriter.Durable> durable) {
    this.directory = directory;
    this.durable = durable;
  }

  /**
   * Reads the files of a journal as they stand, such as copies; nobody needs to have it open.
   *
   * @param directory which holds its segments
   */
  public static JournalReader ofFiles(Path directory) {
    return new JournalReader(
        directory,
        () -> new SegmentWriter.Durable(new Tip(Long.MAX_VALUE, ""), null, Long.MAX_VALUE, null));
  }

  /**
   * Gives every record from number {@code seq} on, in order, up to what is durable now.
   *
   * @throws IOException if a file or a record cannot be read
   */
  public void forEachFrom(long seq, Consumer<StoredRecord> each) throws IOException {
    linesFrom(seq, (number, line) -> each.accept(parse(line, number)));
  }

  /** Takes lines as they stand on disk. */
  @FunctionalInterface
  public interface LineConsumer {
    void take(long seq, byte[] line) throws IOException;
  }

  /**
   * Gives the lines from number {@code seq} on without parsing them, up to what is durable now;
   * from the first there is where those before it were removed.
   */
  public void linesFrom(long seq, LineConsumer each) throws IOException {
    cursor(seq).advance(Integer.MAX_VALUE, each);
  }

  /** A place to read on from, again and again, beginning with number {@code seq}. */
  public JournalCursor cursor(long seq) {
    return new JournalCursor(this, seq);
  }

  /** One line; empty if it is not durable, or was removed. */
  public Optional<byte[]> line(long seq) throws IOException {
    List<byte[]> lines = lines(seq, 1);
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getFirst());
  }

  /**
   * That many lines from number {@code seq} on; fewer only where the journal ends, or begins later.
   */
  public List<byte[]> lines(long seq, int count) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    if (seq >= firstSeq()) {
      cursor(seq).advance(count, (_, line) -> lines.add(line));
    }
    return lines;
  }

  /** Number of the first record there still is; one more than the last if there is none. */
  public long firstSeq() throws IOException {
    List<SegmentFile> segments = segments(durable.get());
    return segments.isEmpty() ? 1 : segments.getFirst().firstSeq();
  }

  /** Number of the last durable record; 0 if there is none. Never blocks. */
  public long lastSeq() {
    return durable.get().tip().seq();
  }

  /** The segments that take nothing more and are not archived yet, in order. */
  public List<SegmentFile> closedSegments() throws IOException {
    SegmentFile active = durable.get().segment();
    return active == null
        ? List.of()
        : SegmentFile.list(directory).stream()
            .filter(segment -> !segment.isArchived() && segment.firstSeq() < active.firstSeq())
            .toList();
  }

  SegmentWriter.Durable durable() {
    return durable.get();
  }

  List<SegmentFile> segments(SegmentWriter.Durable until) throws IOException {
    return SegmentFile.list(directory).stream()
        .filter(segment -> segment.firstSeq() <= until.tip().seq())
        .toList();
  }

  static long end(SegmentFile segment, SegmentWriter.Durable until) {
    return until.segment() != null && segment.firstSeq() == until.segment().firstSeq()
        ? until.position()
        : Long.MAX_VALUE;
  }

  private static StoredRecord parse(byte[] line, long seq) throws IOException {
    try {
      return StoredRecord.of(line);
    } catch (UnreadableLineException damaged) {
      throw new IOException("record " + seq + " cannot be read: " + damaged.getMessage(), damaged);
    }
  }
}
