package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.BackwardLineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The segment being written, by one thread. What lies before {@link #position} is durable; zeros
 * set aside in advance may follow.
 */
final class ActiveSegment implements Closeable {
  private final SegmentFile file;
  private final FileChannel channel;
  private final @Nullable Object identity;
  private long position;
  private long size;

  private ActiveSegment(SegmentFile file, FileChannel channel, long position) throws IOException {
    this.file = file;
    this.channel = channel;
    this.position = position;
    this.size = channel.size();
    this.identity = Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
  }

  /** A new, empty one. */
  static ActiveSegment create(SegmentFile file) throws IOException {
    ActiveSegment segment = open(file, 0, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    SegmentFile.syncDirectory(segment.directory());
    return segment;
  }

  /** One that exists already, to be written from {@code position} on. */
  static ActiveSegment at(SegmentFile file, long position) throws IOException {
    return open(file, position, StandardOpenOption.WRITE);
  }

  private static ActiveSegment open(SegmentFile file, long position, StandardOpenOption... options)
      throws IOException {
    FileChannel channel = FileChannel.open(file.path(), options);
    try {
      return new ActiveSegment(file, channel, position);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  SegmentFile file() {
    return file;
  }

  /** Up to where it is durable. */
  long position() {
    return position;
  }

  /**
   * Appends and returns once it is on disk.
   *
   * @throws IOException if it may not be; then this segment takes nothing more
   */
  void append(ByteBuffer lines) throws IOException {
    requireUntouched();
    long at = position;
    while (lines.hasRemaining()) {
      at += channel.write(lines, at);
    }
    channel.force(false);
    position = at;
    size = Math.max(size, at);
  }

  private void requireUntouched() throws IOException {
    Object found = Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
    if (!Objects.equals(identity, found)) {
      throw new IOException(file.name() + " was replaced by another file");
    }
    if (channel.size() != size) {
      throw new IOException(file.name() + " changed its size: someone else writes to it");
    }
  }

  /**
   * Closes it for good after a failure: cut back to what is durable, whose last record must be
   * found on reading back; deleted where nothing is.
   *
   * @param tip the last durable record of the journal
   */
  void mend(Tip tip) throws IOException {
    channel.close();
    if (position == 0) {
      Files.deleteIfExists(file.path());
      SegmentFile.syncDirectory(directory());
      return;
    }
    try (FileChannel again = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
      if (again.size() < position) {
        throw new IOException(file.name() + " lost records: it is shorter than what was written");
      }
      again.truncate(position);
      again.force(true);
    }
    try (BackwardLineReader lines = BackwardLineReader.of(file, position)) {
      byte[] last = lines.next();
      if (last == null || !LineFields.of(last).digest(Hole.HASH).equals(tip.hash())) {
        throw new IOException(file.name() + " does not end with record " + tip.seq() + " any more");
      }
    } catch (UnreadableLineException damaged) {
      throw new IOException(file.name() + " does not end with a record any more", damaged);
    }
  }

  /** Ends the segment where it is durable: what was set aside, or half written, is cut off. */
  void retire() throws IOException {
    if (channel.size() > position) {
      channel.truncate(position);
      channel.force(true);
    }
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Path directory() {
    return Objects.requireNonNull(file.path().getParent());
  }
}
