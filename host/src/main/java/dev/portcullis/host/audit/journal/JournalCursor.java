package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.util.List;

/**
 * A place in the journal from which reading goes on. It remembers where the next line begins, so
 * that following a growing journal costs what is new, and keeps no file open. For one thread.
 */
public final class JournalCursor {
  private final JournalReader reader;
  private long next;

  /** Where {@link #next} begins in the segment that begins with record {@code segment}. */
  private long offset;

  private long segment = -1;

  JournalCursor(JournalReader reader, long next) {
    this.reader = reader;
    this.next = Math.max(1, next);
  }

  /** Number of the record that comes next. */
  public long next() {
    return next;
  }

  /**
   * Gives what is durable from here on. Where the records that come next were removed, it goes on
   * with the first there is.
   *
   * @param most how many records at most
   * @return how many there were; fewer than {@code most} says nothing of whether there are more
   * @throws IOException from reading, or from {@code each}, to which the same line comes again next
   *     time
   */
  public int advance(int most, JournalReader.LineConsumer each) throws IOException {
    SegmentWriter.Durable until = reader.durable();
    if (next > until.tip().seq()) {
      return 0;
    }
    List<SegmentFile> segments = reader.segments(until);
    int given = 0;
    for (int i = first(segments); i < segments.size() && given < most; i++) {
      if (i > 0 && segments.get(i).firstSeq() > next) {
        throw new IOException(
            "record " + next + " is missing: " + segments.get(i).name() + " follows");
      }
      given +=
          advance(segments.get(i), JournalReader.end(segments.get(i), until), most - given, each);
    }
    return given;
  }

  /** Which segment holds what comes next, or follows where that was removed. */
  private int first(List<SegmentFile> segments) {
    int at = 0;
    while (at + 1 < segments.size() && segments.get(at + 1).firstSeq() <= next) {
      at++;
    }
    return at;
  }

  // What goes first is where the journal begins now: it may begin after what is asked for.
  private int advance(SegmentFile from, long end, int most, JournalReader.LineConsumer each)
      throws IOException {
    boolean known = from.firstSeq() == segment;
    long number = known ? next : from.firstSeq();
    int given = 0;
    try (LineReader lines = LineReader.of(from, known ? offset : 0, end)) {
      while (given < most) {
        byte[] line = lines.next();
        if (line == null) {
          break;
        }
        if (number >= next) {
          each.take(number, line);
          given++;
          next = number + 1;
          segment = from.firstSeq();
          offset = lines.offset();
        }
        number++;
      }
    }
    return given;
  }
}
