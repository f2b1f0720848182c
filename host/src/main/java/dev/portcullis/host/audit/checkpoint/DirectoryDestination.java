package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.Proofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A directory on another machine, mounted here. {@code checkpoint} is the last one, {@code
 * checkpoint.2026-01-31} the last of that day. What is there is a witness: it is not replaced by
 * one that does not extend it.
 */
public final class DirectoryDestination implements Destination {
  private final Path directory;
  private final CheckpointLog log;
  private final InstantSource clock;

  public DirectoryDestination(Path directory, CheckpointLog log, InstantSource clock) {
    this.directory = directory;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public void publish(SignedCheckpoint signed) throws IOException {
    // Not made here: where nothing is mounted, this host's own disk would be written to.
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is not there: is it mounted?");
    }
    CheckpointFile last = new CheckpointFile(directory.resolve("checkpoint"));
    requireExtension(last, signed.checkpoint());
    last.save(signed);
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    new CheckpointFile(directory.resolve("checkpoint." + day)).save(signed);
  }

  private void requireExtension(CheckpointFile last, Checkpoint next) throws IOException {
    Optional<SignedCheckpoint> kept;
    try {
      kept = last.load(log.key());
    } catch (JournalRefusedException foreign) {
      throw new IOException("it is another log's: " + foreign.getMessage(), foreign);
    }
    if (kept.isEmpty()) {
      return;
    }
    Checkpoint before = kept.get().checkpoint();
    if (before.size() > next.size()
        || !Proofs.isExtension(
            before.size(),
            before.root(),
            next.size(),
            next.root(),
            log.consistencyProof(before.size(), next.size()))) {
      throw new IOException(
          "the checkpoint over "
              + before.size()
              + " records in "
              + directory
              + " is not one that this journal extends: records were lost or changed");
    }
  }
}
