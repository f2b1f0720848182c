package dev.portcullis.host.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.AuditArchive;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.JournalTransparency;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Damage;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalArchiveTest {
  private static final int RECORDS = 900;

  private final NoteSigner signer = NoteSigner.generate("portcullis/test", new SecureRandom());
  @TempDir Path directory;
  private FileJournal journal;
  private CheckpointLog checkpoints;
  private Checkpoint early;

  @BeforeEach
  void grow() throws Exception {
    open();
    append(10);
    early =
        checkpoints
            .covering(journal.state().lastSeq(), Duration.ofSeconds(20))
            .orElseThrow()
            .checkpoint();
    append(RECORDS);
  }

  @AfterEach
  void close() throws Exception {
    checkpoints.close();
    journal.close();
  }

  private void open() throws Exception {
    journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(64 << 10, 4), Clock.systemUTC());
    checkpoints = CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT);
    checkpoints.start();
  }

  private void reopen() throws Exception {
    close();
    open();
  }

  private void append(int records) throws Exception {
    for (int i = 0; i < records; i++) {
      journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
    }
  }

  private AuditArchive.Outcome archive(Optional<Duration> keep) throws Exception {
    return new JournalArchive(directory, journal, checkpoints, keep, Clock.systemUTC())
        .archive(Records.caller());
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    journal.reader().forEachFrom(1, record -> lines.add(record.line()));
    return lines;
  }

  private Verification verify() throws Exception {
    checkpoints.covering(journal.state().lastSeq(), Duration.ofSeconds(20));
    return AuditVerifier.verify(
        directory, List.of(early, checkpoints.latest().orElseThrow().checkpoint()));
  }

  @Test
  void archive_closedSegments_areSmallerAndReadAndVerifiedAsBefore() throws Exception {
    List<String> before = lines();
    long live = SegmentFile.list(directory).size();

    AuditArchive.Outcome outcome = archive(Optional.empty());

    assertThat(outcome.segments()).isEqualTo(Math.toIntExact(live - 1));
    assertThat(outcome.archivedBytes()).isLessThan(outcome.bytes() / 2);
    assertThat(SegmentFile.archived(directory)).hasSize(outcome.segments());
    assertThat(lines()).startsWith(before.toArray(String[]::new));
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
    reopen();
    append(1);
    assertThat(lines()).startsWith(before.toArray(String[]::new));
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void archive_ofAChangedSegment_isRefusedAndTheOriginalStays() throws Exception {
    Path first = SegmentFile.list(directory).getFirst().path();
    String content = Files.readString(first);
    Files.writeString(first, content.replaceFirst("\"n\":7", "\"n\":8"));

    assertThatThrownBy(() -> archive(Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(first.getFileName().toString());
    assertThat(first).exists();
    assertThat(SegmentFile.archived(directory)).isEmpty();
    Files.writeString(first, content);
    assertThat(archive(Optional.empty()).segments()).isPositive();
  }

  @Test
  void archive_stoppedAtAnyStep_leavesTheOldOrTheNewWhole() throws Exception {
    List<String> before = lines();
    SegmentFile first = SegmentFile.list(directory).getFirst();
    byte[] original = Files.readAllBytes(first.path());
    archive(Optional.empty());
    SegmentFile archived = first.toArchived();
    byte[] packed = Files.readAllBytes(archived.path());
    byte[] manifest = Files.readAllBytes(archived.manifest());
    Path unfinished = archived.path().resolveSibling("new." + archived.name());
    // Every state that stopping at one of the steps leaves.
    List<Map<Path, byte[]>> states = new ArrayList<>();
    states.add(Map.of(first.path(), original));
    states.add(Map.of(first.path(), original, unfinished, new byte[] {1, 2, 3}));
    states.add(Map.of(first.path(), original, archived.path(), packed));
    states.add(Map.of(first.path(), original, archived.path(), new byte[] {1, 2, 3}));
    states.add(
        Map.of(first.path(), original, archived.path(), packed, archived.manifest(), manifest));
    states.add(Map.of(archived.path(), packed, archived.manifest(), manifest));
    for (Map<Path, byte[]> state : states) {
      for (Path file : List.of(first.path(), unfinished, archived.path(), archived.manifest())) {
        Files.deleteIfExists(file);
      }
      for (Map.Entry<Path, byte[]> file : new HashMap<>(state).entrySet()) {
        Files.write(file.getKey(), file.getValue());
      }
      reopen();
      assertThat(lines()).as(state.keySet().toString()).startsWith(before.toArray(String[]::new));
      assertThat(verify()).isInstanceOf(Verification.Intact.class);
      archive(Optional.empty());
      assertThat(lines()).startsWith(before.toArray(String[]::new));
      assertThat(first.path()).doesNotExist();
      assertThat(verify()).isInstanceOf(Verification.Intact.class);
    }
  }

  @Test
  void archive_originalLeftByACrashHasRotten_keepsWhatWasArchived() throws Exception {
    List<String> before = lines();
    SegmentFile first = SegmentFile.list(directory).getFirst();
    String rotten = Files.readString(first.path()).replaceFirst("\"n\":7", "\"n\":8");
    archive(Optional.empty());
    Path archived = first.toArchived().path();
    byte[] packed = Files.readAllBytes(archived);
    Files.writeString(first.path(), rotten);

    // Without a manifest what is archived does not count yet, and still is not written over.
    Path manifest = first.toArchived().manifest();
    byte[] said = Files.readAllBytes(manifest);
    Files.delete(manifest);
    assertThatThrownBy(() -> archive(Optional.empty())).isInstanceOf(IOException.class);
    assertThat(archived).hasBinaryContent(packed);
    assertThat(first.path()).exists();

    Files.write(manifest, said);
    archive(Optional.empty());
    assertThat(first.path()).doesNotExist();
    assertThat(archived).hasBinaryContent(packed);
    assertThat(lines()).startsWith(before.toArray(String[]::new));
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void archive_withRetention_removesArchivedOnesOnRecordAndTheRestStaysProven() throws Exception {
    archive(Optional.empty());
    append(RECORDS);
    long last = SegmentFile.archived(directory).getLast().firstSeq();

    AuditArchive.Outcome outcome = archive(Optional.of(Duration.ofMillis(1)));

    assertThat(outcome.removed()).isPositive();
    assertThat(outcome.firstSeq()).isGreaterThan(last);
    List<StoredRecord> left = new ArrayList<>();
    journal.reader().forEachFrom(1, left::add);
    assertThat(left.getFirst().seq()).isEqualTo(outcome.firstSeq());
    StoredRecord said =
        left.stream()
            .filter(r -> r.text("action").equals("audit.retention"))
            .findFirst()
            .orElseThrow();
    assertThat(said.fields().path("facts").path("removed_to").asLong())
        .isEqualTo(outcome.firstSeq() - 1);
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
    JournalTransparency log = new JournalTransparency(journal.reader(), checkpoints);
    assertThat(log.inclusion(outcome.firstSeq())).isPresent();
    assertThat(log.record(1)).isEmpty();
    assertThat(log.tile("tile/entries/000")).isEmpty();
    reopen();
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void open_tilesOfTheTailLostAfterRetention_areRebuiltFromWhatIsLeft() throws Exception {
    archive(Optional.empty());
    append(RECORDS);
    archive(Optional.of(Duration.ofMillis(1)));
    close();
    long size =
        Checkpoint.open(Files.readAllBytes(directory.resolve("checkpoint")), signer.verifier())
            .size();
    Files.delete(
        directory.resolve("tile/0/" + String.format("%03d", size / 256) + ".p/" + size % 256));
    open();
    append(1);
    assertThat(verify()).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void verify_archivedSegmentTakenAwayWithoutARecord_isMissing() throws Exception {
    archive(Optional.empty());
    Files.delete(SegmentFile.archived(directory).getFirst().path());
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> {
              assertThat(damaged.damage()).isEqualTo(Damage.MISSING_SEGMENT);
              assertThat(damaged.seq()).isEqualTo(1);
            });
    Files.delete(SegmentFile.archived(directory).get(1).path());
    assertThatThrownBy(this::lines)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is missing");
  }
}
