package dev.portcullis.host.audit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.audit.SandboxEvidence;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a file system of its own that is full: a tmpfs, so this needs root. */
class JournalFullDiskIT {
  private static final int RESERVATIONS = 16;

  @TempDir Path mountPoint;

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=6m", "portcullis-test", mountPoint.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", mountPoint.toString());
  }

  private FileJournal open() throws IOException, JournalRefusedException {
    return FileJournal.open(
        mountPoint.resolve("audit"),
        Records.HOST,
        new JournalSettings(1 << 20, RESERVATIONS),
        Clock.systemUTC());
  }

  @Test
  void invariant2_diskIsFull_nothingIsLetInAndEveryPromisedOutcomeIsWritten() throws Exception {
    try (FileJournal journal = open()) {
      List<Reservation> promised = new ArrayList<>();
      for (int i = 0; i < RESERVATIONS; i++) {
        promised.add(journal.reserve().orElseThrow());
        journal.append(Records.decided("exe_" + i));
      }
      try (Filler filler = new Filler(mountPoint.resolve("filler"))) {
        filler.start();
        appendUntilRefused(journal);
        assertThat(journal.state().isAvailable()).isFalse();
        assertThatThrownBy(journal::reserve).isInstanceOf(AuditUnavailableException.class);
        for (int i = 0; i < RESERVATIONS; i++) {
          promised.get(i).append(longest("exe_" + i));
          assertThatThrownBy(() -> journal.append(Records.decided("exe_refused")))
              .isInstanceOf(AuditUnavailableException.class);
        }
        List<StoredRecord> readable = new ArrayList<>();
        journal.reader().forEachFrom(1, readable::add);
        assertThat(readable).hasSize(Math.toIntExact(journal.state().lastSeq()));
      }
      awaitAvailable(journal);
      journal.append(Records.decided("exe_after"));
      journal.append(Records.finished("exe_after"));
    }
    assertThat(AuditVerifier.verify(mountPoint.resolve("audit")))
        .isInstanceOf(Verification.Intact.class);
  }

  @Test
  void open_onAFullDisk_readsAndSaysThatItIsUnavailable() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
    }
    Files.delete(mountPoint.resolve("audit").resolve("spare"));
    try (Filler filler = new Filler(mountPoint.resolve("filler"))) {
      filler.fill();
      try (FileJournal journal = open()) {
        assertThat(journal.state().isAvailable()).isFalse();
        assertThat(journal.openExecutions()).hasSize(1);
        assertThatThrownBy(() -> journal.append(Records.decided("exe_2")))
            .isInstanceOf(AuditUnavailableException.class);
        List<StoredRecord> readable = new ArrayList<>();
        journal.reader().forEachFrom(1, readable::add);
        assertThat(readable).hasSize(2);
        filler.empty();
        awaitAvailable(journal);
        journal.append(Records.decided("exe_3"));
      }
    }
  }

  private static AuditRecord.Finished longest(String id) {
    AuditRecord.Finished usual = Records.finished(id);
    SandboxEvidence sandbox = usual.sandbox().orElseThrow();
    List<String> mounts = new ArrayList<>();
    for (int i = 0; i < 58; i++) {
      mounts.add("m".repeat(1024));
    }
    return new AuditRecord.Finished(
        id,
        usual.principal(),
        usual.action(),
        usual.language(),
        usual.profile(),
        Optional.of(
            new SandboxEvidence(
                sandbox.driver(),
                sandbox.imageId(),
                sandbox.seccompSha256(),
                sandbox.runnerSha256(),
                Map.of("mounts", mounts))),
        usual.outcome());
  }

  private static void appendUntilRefused(FileJournal journal) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                journal.append(new AuditRecord.SystemEvent("test.load", Map.of("n", i)));
              }
            })
        .isInstanceOf(AuditUnavailableException.class);
  }

  private static void awaitAvailable(FileJournal journal) throws InterruptedException {
    for (int i = 0; i < 300 && !journal.state().isAvailable(); i++) {
      Thread.sleep(20);
    }
    assertThat(journal.state().unavailable()).isEmpty();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
  }

  /** Takes every block of the disk, and goes on trying, until it is closed. */
  private static final class Filler implements AutoCloseable {
    private final Path file;
    private final AtomicBoolean closed = new AtomicBoolean();
    private CompletableFuture<Void> filling = CompletableFuture.completedFuture(null);

    Filler(Path file) {
      this.file = file;
    }

    void start() throws IOException {
      fill();
      filling = CompletableFuture.runAsync(this::keepFilling);
    }

    private void keepFilling() {
      while (!closed.get()) {
        try {
          fill();
        } catch (IOException gone) {
          closed.set(true);
        }
      }
    }

    void fill() throws IOException {
      ByteBuffer block = ByteBuffer.allocate(512);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.APPEND, StandardOpenOption.CREATE)) {
        while (!closed.get()) {
          block.clear();
          channel.write(block);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
    }

    @Override
    public void close() throws IOException {
      empty();
    }

    void empty() throws IOException {
      closed.set(true);
      filling.join();
      Files.deleteIfExists(file);
    }
  }
}
