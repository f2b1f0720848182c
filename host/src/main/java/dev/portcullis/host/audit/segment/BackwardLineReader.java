package dev.portcullis.host.audit.segment;

import dev.portcullis.host.audit.line.Draft;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads whole lines from the end of a segment towards its beginning, in bounded memory. */
public final class BackwardLineReader implements Closeable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final FileChannel channel;
  private long start;
  private byte[] held = new byte[0];
  private int end;

  private BackwardLineReader(FileChannel channel, long start) {
    this.channel = channel;
    this.start = start;
  }

  /** Begins before the offset {@code limit}, which follows a line feed, or at the file's end. */
  public static BackwardLineReader of(SegmentFile segment, long limit) throws IOException {
    FileChannel channel = segment.isArchived() ? inflated(segment) : opened(segment);
    try {
      BackwardLineReader reader = new BackwardLineReader(channel, Math.min(limit, channel.size()));
      reader.skipUnfinished();
      return reader;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private static FileChannel opened(SegmentFile segment) throws IOException {
    try {
      return FileChannel.open(segment.path(), StandardOpenOption.READ);
    } catch (NoSuchFileException archived) {
      return inflated(segment.toArchived());
    }
  }

  /** What is compressed has no end to begin from: its content, in a file that nobody else sees. */
  private static FileChannel inflated(SegmentFile segment) throws IOException {
    Path content = Files.createTempFile("portcullis-segment", ".jsonl");
    try (InputStream in = segment.open(0)) {
      Files.copy(in, content, StandardCopyOption.REPLACE_EXISTING);
      return FileChannel.open(content, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException unreadable) {
      Files.deleteIfExists(content);
      throw unreadable;
    }
  }

  /** The line before the last one given, without its line feed; null at the beginning. */
  public byte @Nullable [] next() throws IOException {
    if (end == 0 && !fill()) {
      return null;
    }
    // held[end - 1] is the line feed of the line to give.
    int search = end - 2;
    while (true) {
      for (int i = search; i >= 0; i--) {
        if (held[i] == '\n') {
          byte[] line = Arrays.copyOfRange(held, i + 1, end - 1);
          end = i + 1;
          return line;
        }
      }
      int before = end;
      if (!fill()) {
        byte[] line = Arrays.copyOfRange(held, 0, end - 1);
        end = 0;
        return line;
      }
      search = end - before - 1;
    }
  }

  private void skipUnfinished() throws IOException {
    while (fill()) {
      while (end > 0 && held[end - 1] != '\n') {
        end--;
      }
      if (end > 0) {
        return;
      }
    }
  }

  private boolean fill() throws IOException {
    int length = (int) Math.min(CHUNK_BYTES, start);
    if (length == 0) {
      return false;
    }
    if (end > 2 * Draft.MAX_LINE_BYTES) {
      throw new IOException("a line is longer than any record");
    }
    ByteBuffer chunk = ByteBuffer.allocate(length + end);
    chunk.limit(length);
    long at = start - length;
    while (chunk.hasRemaining()) {
      if (channel.read(chunk, at + chunk.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    chunk.limit(length + end).put(held, 0, end);
    held = chunk.array();
    end += length;
    start = at;
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
