package dev.portcullis.host.audit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a disk that stops answering: an ext4 of its own that is frozen, as root. */
@Timeout(120)
class JournalHungDiskIT {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @TempDir Path folder;
  private Path mountPoint = Path.of("");

  @BeforeEach
  void mount() throws Exception {
    Path image = folder.resolve("disk.img");
    mountPoint = folder.resolve("disk");
    run("truncate", "-s", "64M", image.toString());
    run("mkfs.ext4", "-q", image.toString());
    run("mkdir", mountPoint.toString());
    run("mount", "-o", "loop", image.toString(), mountPoint.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    // Frozen still, where a test failed.
    new ProcessBuilder("fsfreeze", "-u", mountPoint.toString()).start().waitFor();
    run("umount", mountPoint.toString());
  }

  @Test
  void append_diskDoesNotAnswer_isRefusedInTimeAndPutRightWhenItDoes() throws Exception {
    Path directory = mountPoint.resolve("audit");
    try (FileJournal journal =
        FileJournal.open(
            directory,
            Records.HOST,
            new JournalSettings(1 << 20, 4, PATIENCE),
            Clock.systemUTC())) {
      journal.append(Records.decided("exe_before"));
      Reservation space = journal.reserve().orElseThrow();
      run("fsfreeze", "-f", mountPoint.toString());

      CompletableFuture<Void> decided =
          appending(() -> journal.append(Records.decided("exe_late")));
      assertThatThrownBy(decided::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuditUnavailableException.class);
      assertThat(journal.state().unavailable().orElseThrow()).contains("disk has not answered");
      assertThatThrownBy(() -> space.append(Records.finished("exe_before")))
          .isInstanceOf(AuditUnavailableException.class);
      assertThatThrownBy(journal::reserve).isInstanceOf(AuditUnavailableException.class);
      assertThat(journal.reader().lastSeq()).isEqualTo(2);

      run("fsfreeze", "-u", mountPoint.toString());
      for (int i = 0; i < 500 && !journal.state().isAvailable(); i++) {
        Thread.sleep(20);
      }
      space.append(Records.finished("exe_before"));
      journal.append(new AuditRecord.SystemEvent("test.after", Map.of()));
      List<StoredRecord> records = new ArrayList<>();
      journal.reader().forEachFrom(1, records::add);
      assertThat(records)
          .extracting(r -> r.text("stage") + " " + r.text("id") + r.text("outcome.problem"))
          .contains("decided exe_late", "finished exe_lateaudit_unavailable");
      assertThat(records).extracting(r -> r.text("action")).contains("system.late");
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
    try (FileJournal again =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(1 << 20, 4), Clock.systemUTC())) {
      assertThat(again.openExecutions()).isEmpty();
    }
  }

  private static CompletableFuture<Void> appending(Appending append) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                append.run();
                done.complete(null);
              } catch (AuditUnavailableException refused) {
                done.completeExceptionally(refused);
              }
            });
    return done;
  }

  @FunctionalInterface
  private interface Appending {
    void run() throws AuditUnavailableException;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
  }
}
