package dev.portcullis.host.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.archive.JournalArchive;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.JournalTransparency;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteVerifierTest {
  private final NoteSigner signer = NoteSigner.generate("portcullis/test", new SecureRandom());
  @TempDir Path directory;
  private FileJournal journal;
  private CheckpointLog checkpoints;
  private JournalTransparency log;
  private Checkpoint early;

  @BeforeEach
  void grow() throws Exception {
    journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(64 << 10, 2), Clock.systemUTC());
    checkpoints = CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT);
    checkpoints.start();
    log = new JournalTransparency(journal.reader(), checkpoints);
    append(100);
    early = covering();
    append(700);
  }

  @AfterEach
  void close() throws Exception {
    checkpoints.close();
    journal.close();
  }

  private void append(int records) throws Exception {
    for (int i = 0; i < records; i++) {
      journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
    }
  }

  private Checkpoint covering() throws Exception {
    return checkpoints
        .covering(journal.state().lastSeq(), Duration.ofSeconds(20))
        .orElseThrow()
        .checkpoint();
  }

  private Verification verify(UnaryOperator<byte[]> entries) throws Exception {
    return new RemoteVerifier(
            path -> log.tile(path).map(path.startsWith("tile/entries") ? entries : bytes -> bytes),
            covering(),
            _ -> {})
        .verify(List.of(early));
  }

  @Test
  void verify_everything_isIntactAndExtendsAnOlderCheckpoint() throws Exception {
    long all = covering().size();
    assertThat(verify(bytes -> bytes))
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.records()).isEqualTo(all));
  }

  @Test
  void verify_anEntryChanged_isNamed() throws Exception {
    assertThat(
            verify(
                bytes -> {
                  byte[] changed = bytes.clone();
                  changed[5_000] ^= 1;
                  return changed;
                }))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> assertThat(damaged.file()).isEqualTo("bundle 0"));
  }

  @Test
  void verify_anotherRoot_contradictsTheCheckpoint() throws Exception {
    Checkpoint now = covering();
    Checkpoint lie = new Checkpoint(now.origin(), now.size(), early.root());
    assertThat(new RemoteVerifier(log::tile, lie, _ -> {}).verify(List.of()))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> assertThat(damaged.damage()).isEqualTo(Damage.CONTRADICTS_CHECKPOINT));
    Checkpoint other = new Checkpoint(now.origin(), 50, early.root());
    assertThat(new RemoteVerifier(log::tile, now, _ -> {}).verify(List.of(other)))
        .isInstanceOfSatisfying(
            Verification.Damaged.class, damaged -> assertThat(damaged.seq()).isEqualTo(50));
  }

  @Test
  void verify_beginningRemovedOnRecord_provesTheRestAndTheOlderCheckpoint() throws Exception {
    new JournalArchive(
            directory, journal, checkpoints, Optional.of(Duration.ofMillis(1)), Clock.systemUTC())
        .archive(Records.caller());
    append(300);
    assertThat(journal.reader().firstSeq()).isGreaterThan(early.size());
    assertThat(verify(bytes -> bytes))
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.firstSeq()).isGreaterThan(256));
  }

  @Test
  void verify_beginningWithheld_isMissing() throws Exception {
    Verification found =
        new RemoteVerifier(
                path -> path.equals("tile/entries/000") ? Optional.empty() : log.tile(path),
                covering(),
                _ -> {})
            .verify(List.of());
    assertThat(found)
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> {
              assertThat(damaged.damage()).isEqualTo(Damage.MISSING_SEGMENT);
              assertThat(damaged.seq()).isEqualTo(1);
            });
  }
}
