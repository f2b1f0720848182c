package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A signed checkpoint in a file that always holds a whole one. */
final class CheckpointFile {
  private final Path file;

  CheckpointFile(Path file) {
    this.file = file;
  }

  /**
   * What was saved last; empty if nothing was.
   *
   * @throws JournalRefusedException if it is no checkpoint that {@code key} signed
   */
  Optional<SignedCheckpoint> load(NoteKey key) throws IOException, JournalRefusedException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] note = Files.readAllBytes(file);
    try {
      return Optional.of(
          new SignedCheckpoint(
              Checkpoint.open(note, key), new String(note, StandardCharsets.UTF_8)));
    } catch (MalformedNoteException foreign) {
      throw new JournalRefusedException(
          "the last checkpoint in " + file + " cannot be taken up: " + foreign.getMessage(),
          foreign);
    }
  }

  /** Replaces it; durable when this returns. */
  void save(SignedCheckpoint signed) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(signed.note());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }
}
