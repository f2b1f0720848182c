package dev.portcullis.host.audit.segment;

import dev.portcullis.host.audit.line.Draft;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment line by line in bounded memory. After the last whole line it knows what the rest
 * is: nothing, preallocated zeros, or a line that was never finished.
 */
public final class LineReader implements Closeable {
  private final InputStream in;
  private final long end;
  private final byte[] buffer = new byte[2 * Draft.MAX_LINE_BYTES];
  private long fileOffset;
  private int from;
  private int to;

  private LineReader(InputStream in, long from, long end) {
    this.in = in;
    this.fileOffset = from;
    this.end = end;
  }

  /** Reads a whole file; one whose name ends in {@code .gz} as what it was before. */
  public static LineReader of(Path file) throws IOException {
    return of(new SegmentFile(file, 1));
  }

  /** Reads a whole segment. */
  public static LineReader of(SegmentFile segment) throws IOException {
    return of(segment, 0, Long.MAX_VALUE);
  }

  /** Reads from the offset {@code from}, where a line begins, and no further than {@code end}. */
  public static LineReader of(SegmentFile segment, long from, long end) throws IOException {
    return new LineReader(segment.open(from), from, end);
  }

  /** The next line without its line feed; null where no whole line is left. */
  public byte @Nullable [] next() throws IOException {
    int searched = from;
    while (true) {
      for (int i = searched; i < to; i++) {
        if (buffer[i] == '\n') {
          byte[] line = Arrays.copyOfRange(buffer, from, i);
          from = i + 1;
          return line;
        }
      }
      if (to - from >= Draft.MAX_LINE_BYTES) {
        return null;
      }
      int kept = to - from;
      if (!fill()) {
        return null;
      }
      searched = from + kept;
    }
  }

  /** Offset in the file of what {@link #next} returns next, or of the rest. */
  public long offset() {
    return fileOffset - (to - from);
  }

  /** What follows the last whole line. */
  public Rest rest() throws IOException {
    long length = 0;
    long torn = 0;
    boolean zerosFollow = true;
    do {
      for (int i = from; i < to; i++) {
        length++;
        if (buffer[i] != 0) {
          zerosFollow &= torn == length - 1;
          torn = length;
        }
      }
      from = to;
    } while (fill());
    return new Rest(torn, length, zerosFollow && torn < Draft.MAX_LINE_BYTES);
  }

  /**
   * The end of a file after its last line feed.
   *
   * @param torn bytes of a line that was never finished
   * @param length of all, zeros that follow included
   * @param harmless whether an interrupted write explains it
   */
  public record Rest(long torn, long length, boolean harmless) {}

  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    long allowed = Math.min(buffer.length - to, end - fileOffset);
    int read = allowed <= 0 ? -1 : in.read(buffer, to, (int) allowed);
    if (read <= 0) {
      return false;
    }
    to += read;
    fileOffset += read;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
