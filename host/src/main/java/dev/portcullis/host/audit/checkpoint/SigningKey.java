package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;

/** The file that keeps the key by which a home signs its checkpoints; for its owner's eyes only. */
public final class SigningKey {
  private SigningKey() {}

  /**
   * The key in {@code file}, which is made if it does not exist.
   *
   * @param name under which a new key signs: the log's origin
   * @throws IOException if the file cannot be read or written, or holds something else
   */
  public static NoteSigner of(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      write(file, NoteSigner.generate(name, new SecureRandom()));
    }
    try {
      return NoteSigner.parse(Files.readString(file).strip());
    } catch (MalformedNoteException malformed) {
      throw new IOException(file + " holds no signing key: " + malformed.getMessage(), malformed);
    }
  }

  private static void write(Path file, NoteSigner signer) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer text = StandardCharsets.UTF_8.encode(signer.reveal() + "\n");
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }
}
