package dev.portcullis.host.governance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Every policy that ever ruled, beside the journal that names it by digest: {@code
 * policies/sha256-....yaml}. Whoever copies the journal has what its decisions were made by.
 */
public final class PolicyArchive {
  private final Path folder;

  /** In the folder of the journal. */
  public PolicyArchive(Path journal) {
    this.folder = journal.resolve("policies");
  }

  /** The document of that digest, if it is there. */
  public Optional<byte[]> document(String digest) throws IOException {
    Path file = file(digest);
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /** Where the document of that digest belongs. */
  Path file(String digest) {
    return folder.resolve(digest.replace(':', '-') + ".yaml");
  }

  /** Puts it there if it is not, and returns when it is on disk. */
  void add(String digest, byte[] document) throws IOException {
    Path file = file(digest);
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh = folder.resolve("." + file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(document);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
