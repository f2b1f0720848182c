package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Disk space set aside as a file of zeros. When the disk is full it becomes the next segment, so
 * that what was promised a place is written over zeros that have their blocks already.
 */
final class Spare {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path directory;
  private final Path file;
  private final long bytes;

  Spare(Path directory, long bytes) {
    this.directory = directory;
    this.file = directory.resolve("spare");
    this.bytes = bytes;
  }

  boolean isReady() throws IOException {
    return Files.exists(file) && Files.size(file) == bytes;
  }

  /** Sets the space aside unless it already is. */
  void prepare() throws IOException {
    if (isReady()) {
      return;
    }
    Path unfinished = directory.resolve("spare.tmp");
    Files.deleteIfExists(file);
    try {
      // A full disk is not filled further just to find that out.
      if (Files.getFileStore(directory).getUsableSpace() < bytes) {
        throw new IOException("no space left to set " + bytes + " bytes aside in " + directory);
      }
      writeZeros(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      SegmentFile.syncDirectory(directory);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void writeZeros(Path target) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            target,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
      for (long left = bytes; left > 0; ) {
        zeros.clear().limit((int) Math.min(left, CHUNK_BYTES));
        left -= channel.write(zeros);
      }
      channel.force(true);
    }
  }

  /** Turns it into that segment. */
  ActiveSegment become(SegmentFile segment) throws IOException {
    if (Files.exists(segment.path())) {
      throw new IOException(segment.name() + " exists already");
    }
    Files.move(file, segment.path(), StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(directory);
    return ActiveSegment.at(segment, 0);
  }
}
