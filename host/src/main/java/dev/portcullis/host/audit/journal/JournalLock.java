package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.line.AuditTime;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The right to write one journal: held by one process at a time, released by its death. */
final class JournalLock implements Closeable {
  /**
   * Journals open in this process. The kernel's lock is the process's: closing a second channel to
   * the same file would let go of it, so that file is not even opened twice.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private static final int HOLDER_CHARACTERS = 200;

  private final Path directory;
  private final FileChannel channel;

  private JournalLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes it, or says who has it.
   *
   * @throws JournalRefusedException if another host holds it
   */
  static JournalLock acquire(Path directory, HostIdentity host)
      throws IOException, JournalRefusedException {
    Path real = directory.toRealPath();
    if (!OPEN_HERE.add(real)) {
      throw new JournalRefusedException("the journal " + real + " is already open in this process");
    }
    @Nullable FileChannel channel = null;
    boolean held = false;
    try {
      Path file = real.resolve("lock");
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new JournalRefusedException(
            "the journal " + real + " is held by " + Files.readString(file).strip());
      }
      // Always of one length, and never emptied: it is written on a full disk too.
      String holder = String.format("%-" + HOLDER_CHARACTERS + "s", holder(host));
      channel.write(StandardCharsets.UTF_8.encode(holder), 0);
      held = true;
      return new JournalLock(real, channel);
    } finally {
      if (!held) {
        OPEN_HERE.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static String holder(HostIdentity host) {
    return "process "
        + ProcessHandle.current().pid()
        + ", instance "
        + host.instance()
        + ", since "
        + AuditTime.format(Instant.now());
  }

  /** Lets go of it. Idempotent. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    channel.close();
    OPEN_HERE.remove(directory);
  }
}
