package dev.portcullis.host.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.TreeHash;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Damage;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLogTest {
  private final NoteSigner signer = NoteSigner.generate("portcullis.test/0f3c", new SecureRandom());
  @TempDir Path directory;

  private FileJournal journal() throws IOException, JournalRefusedException {
    return FileJournal.open(
        directory, Records.HOST, new JournalSettings(64 * 1024, 4), Clock.systemUTC());
  }

  private Checkpoint grow(int records) throws Exception {
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      log.start();
      for (int i = 0; i < records; i++) {
        journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
      }
    }
    return saved();
  }

  private Checkpoint saved() throws Exception {
    return Checkpoint.open(Files.readAllBytes(directory.resolve("checkpoint")), signer.verifier());
  }

  @Test
  void start_recordAppended_isCoveredWithinASecond() throws Exception {
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      log.start();
      Appended appended = journal.append(Records.decided("exe_1"));
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (log.latest().isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(log.latest().orElseThrow().checkpoint().size()).isEqualTo(appended.seq());
      assertThat(log.problem()).isEmpty();
    }
  }

  @Test
  void follow_somethingUnforeseenThrown_isSaidAndTheNextTryIsMade() throws Exception {
    // Too long to be counted in nanoseconds, as following it does.
    CheckpointSettings unforeseen = new CheckpointSettings(1_000, Duration.ofDays(365 * 400));
    try (FileJournal journal = journal();
        CheckpointLog log = CheckpointLog.open(directory, journal, signer, unforeseen)) {
      log.start();
      long seq = journal.append(Records.decided("exe_1")).seq();
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (log.problem().isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(log.problem().orElseThrow()).contains("ArithmeticException");
      assertThat(log.covering(seq, Duration.ofSeconds(10)).orElseThrow().checkpoint().size())
          .isEqualTo(seq);
    }
  }

  @Test
  void follow_recordsRewrittenOnDiskUnderTheHost_signsNothingMore() throws Exception {
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      for (int i = 0; i < 5; i++) {
        journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
      }
      // Not a chain that is broken, but another one, of the same length to the byte.
      Path segment = segment();
      List<String> forged = new ArrayList<>();
      String before = "0".repeat(64);
      for (String line : Files.readAllLines(segment)) {
        String changed =
            line.replace("test.grow", "test.lies")
                .replaceFirst("\"prev_hash\":\"[0-9a-f]{64}\"", "\"prev_hash\":\"" + before + "\"");
        String bare = changed.replaceFirst("\"hash\":\"[0-9a-f]{64}\",", "");
        before =
            HexFormat.of()
                .formatHex(Sha256.newDigest().digest(bare.getBytes(StandardCharsets.UTF_8)));
        forged.add(
            changed.replaceFirst("\"hash\":\"[0-9a-f]{64}\"", "\"hash\":\"" + before + "\""));
      }
      Files.writeString(segment, String.join("\n", forged) + "\n");
      assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
      log.start();
      for (int i = 0; i < 500 && log.problem().isEmpty(); i++) {
        Thread.sleep(20);
      }
      assertThat(log.problem().orElseThrow()).contains("is not the one that was written");
      journal.append(new AuditRecord.SystemEvent("test.more", Map.of()));
      Thread.sleep(300);
      assertThat(log.latest()).isEmpty();
      assertThat(log.problem()).isPresent();
    }
    assertThat(directory.resolve("checkpoint")).doesNotExist();
  }

  /**
   * The root is computed from what is in memory, and each line chained: that a full tile on disk is
   * not the one that was written shows only in the consistency proof, which nobody could be given.
   */
  @Test
  void sign_fullTileChangedOnDiskMeanwhile_isRefusedForWantOfAConsistencyProof() throws Exception {
    Path obstacle = directory.resolve("checkpoint.tmp");
    Checkpoint before;
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(
                directory,
                journal,
                signer,
                new CheckpointSettings(Integer.MAX_VALUE, Duration.ofHours(1)))) {
      log.start();
      grow(journal, 300);
      before =
          log.covering(journal.state().lastSeq(), Duration.ofSeconds(20))
              .orElseThrow()
              .checkpoint();
      assertThat(before.size() % 256).isPositive();
      Path tile = directory.resolve(String.format("tile/0/%03d", before.size() / 256));
      Files.createDirectory(obstacle);
      grow(journal, 300);
      log.covering(journal.state().lastSeq(), Duration.ofMillis(1));
      awaitProblem(log, "checkpoint.tmp");
      byte[] bytes = Files.readAllBytes(tile);
      bytes[bytes.length - 1] ^= 1;
      Files.write(tile, bytes);
      Files.delete(obstacle);

      awaitProblem(log, "does not extend the checkpoint over " + before.size() + " records");
      Thread.sleep(300);
      assertThat(log.latest().orElseThrow().checkpoint()).isEqualTo(before);
    }
    assertThat(saved()).isEqualTo(before);
    // The next start computes the tile anew from the records, which are as they were.
    Checkpoint later = grow(1);
    assertThat(AuditVerifier.verify(directory, List.of(before, later)))
        .isInstanceOf(Verification.Intact.class);
  }

  private static void grow(FileJournal journal, int records) throws Exception {
    for (int i = 0; i < records; i++) {
      journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
    }
  }

  private static void awaitProblem(CheckpointLog log, String what) throws Exception {
    for (int i = 0; i < 500 && !log.problem().orElse("").contains(what); i++) {
      Thread.sleep(20);
    }
    assertThat(log.problem().orElse("")).contains(what);
  }

  @Test
  void covering_manyRecords_isSignedBeforeTheIntervalIsOver() throws Exception {
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(
                directory, journal, signer, new CheckpointSettings(10, Duration.ofHours(1)))) {
      log.start();
      for (int i = 0; i < 12; i++) {
        journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
      }
      for (int i = 0; i < 500 && log.latest().isEmpty(); i++) {
        Thread.sleep(20);
      }
      assertThat(log.latest().orElseThrow().checkpoint().size()).isGreaterThanOrEqualTo(10);
      assertThat(
              log.covering(journal.state().lastSeq(), Duration.ofSeconds(20))
                  .orElseThrow()
                  .checkpoint()
                  .size())
          .isEqualTo(journal.state().lastSeq());
    }
  }

  @Test
  void close_always_coversEverythingAndProofsHold() throws Exception {
    Checkpoint old = grow(300);
    grow(300);
    try (FileJournal journal = journal();
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      Checkpoint now = log.latest().orElseThrow().checkpoint();
      assertThat(now.size()).isEqualTo(journal.state().lastSeq());
      assertThat(
              Proofs.isExtension(
                  old.size(),
                  old.root(),
                  now.size(),
                  now.root(),
                  log.consistencyProof(old.size(), now.size())))
          .isTrue();
      List<StoredRecord> records = new ArrayList<>();
      journal.reader().forEachFrom(1, records::add);
      for (StoredRecord record : records) {
        TreeHash leaf = TreeHash.ofLeaf(record.line().getBytes(StandardCharsets.UTF_8));
        List<TreeHash> proof = log.inclusionProof(record.seq(), now.size());
        assertThat(Proofs.isIncluded(leaf, record.seq() - 1, now.size(), now.root(), proof))
            .isTrue();
      }
      assertThatThrownBy(() -> log.inclusionProof(1, now.size() + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void verify_withCheckpoints_provesThatTheJournalExtendsEach() throws Exception {
    Checkpoint old = grow(20);
    Checkpoint now = grow(20);
    assertThat(AuditVerifier.verify(directory, List.of(old, now)))
        .isInstanceOf(Verification.Intact.class);
  }

  @Test
  void verify_tailCutOff_isTruncated() throws Exception {
    grow(5);
    byte[] before = Files.readAllBytes(segment());
    Checkpoint now = grow(5);
    Files.write(segment(), before);
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
    assertThat(AuditVerifier.verify(directory, List.of(now)))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> {
              assertThat(damaged.damage()).isEqualTo(Damage.TRUNCATED);
              assertThat(damaged.seq()).isEqualTo(7);
            });
    assertRefused("records are missing");
  }

  @Test
  void verify_journalWrittenAnew_contradictsTheCheckpoint() throws Exception {
    Checkpoint now = grow(5);
    Files.delete(segment());
    Files.delete(directory.resolve("checkpoint"));
    grow(9);
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
    assertThat(AuditVerifier.verify(directory, List.of(now)))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> {
              assertThat(damaged.damage()).isEqualTo(Damage.CONTRADICTS_CHECKPOINT);
              assertThat(damaged.seq()).isEqualTo(now.size());
            });
  }

  @Test
  void open_tilesLostOrSpoilt_areRebuiltFromTheRecords() throws Exception {
    Checkpoint now = grow(10);
    Path tile = directory.resolve("tile/0/000.p/" + now.size());
    byte[] bytes = Files.readAllBytes(tile);
    bytes[5] ^= 1;
    Files.write(tile, bytes);
    Checkpoint later = grow(1);
    assertThat(later.size()).isEqualTo(now.size() + 1);
    assertThat(AuditVerifier.verify(directory, List.of(now, later)))
        .isInstanceOf(Verification.Intact.class);
  }

  @Test
  void open_tilesLostAndJournalWrittenAnew_isRefused() throws Exception {
    Checkpoint now = grow(5);
    byte[] note = Files.readAllBytes(directory.resolve("checkpoint"));
    Files.delete(segment());
    Files.delete(directory.resolve("checkpoint"));
    grow(9);
    Files.delete(directory.resolve("tile/0/000.p/" + now.size()));
    Files.write(directory.resolve("checkpoint"), note);
    assertRefused("is not what its checkpoint over " + now.size());
  }

  @Test
  void open_checkpointOfAnotherKey_isRefused() throws Exception {
    grow(1);
    NoteSigner other = NoteSigner.generate("portcullis.test/0f3c", new SecureRandom());
    Checkpoint mine = saved();
    Files.writeString(directory.resolve("checkpoint"), mine.sign(other), StandardCharsets.UTF_8);
    assertRefused("cannot be taken up");
  }

  private void assertRefused(String why) throws Exception {
    try (FileJournal journal = journal()) {
      assertThatThrownBy(
              () -> CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT))
          .isInstanceOf(JournalRefusedException.class)
          .hasMessageContaining(why);
    }
  }

  private Path segment() throws IOException {
    return SegmentFile.list(directory).getLast().path();
  }
}
