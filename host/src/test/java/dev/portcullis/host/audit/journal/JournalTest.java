package dev.portcullis.host.audit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Damage;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final JournalSettings SMALL = new JournalSettings(64 * 1024, 8);
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00.123456Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  private FileJournal open() throws IOException, JournalRefusedException {
    return open(NOON);
  }

  private FileJournal open(Clock clock) throws IOException, JournalRefusedException {
    return FileJournal.open(directory, Records.HOST, SMALL, clock);
  }

  @Test
  void append_firstRecord_followsSixtyFourZeros() throws Exception {
    try (FileJournal journal = open()) {
      Appended appended = journal.append(Records.decided("exe_1"));
      assertThat(appended.seq()).isEqualTo(2);
      assertThat(appended.time()).isEqualTo("2026-03-01T12:00:00.123Z");
      assertThat(journal.state().lastHash()).isEqualTo(appended.hash());
      List<StoredRecord> records = read(journal, 1);
      assertThat(records.getFirst().text("prev_hash")).isEqualTo("0".repeat(64));
      assertThat(records.getFirst().text("action")).isEqualTo("system.segment");
      assertThat(records.get(1).text("hash")).isEqualTo(appended.hash());
      assertThat(records.get(1).text("time")).isEqualTo("2026-03-01T12:00:00.123Z");
      assertThat(records.get(1).text("principal.id")).isEqualTo("agent-7");
    }
  }

  @Test
  void append_allKinds_verify() throws Exception {
    try (FileJournal journal = open()) {
      appendOneOfEach(journal);
    }
    assertThat(AuditVerifier.verify(directory))
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.records()).isEqualTo(5));
  }

  @Test
  void append_absentFields_areAbsentFromTheLine() throws Exception {
    try (FileJournal journal = open()) {
      appendOneOfEach(journal);
      StoredRecord system = read(journal, 1).getLast();
      assertThat(system.fields().fieldNames())
          .toIterable()
          .containsExactly("action", "hash", "host", "prev_hash", "seq", "stage", "time");
    }
  }

  @Test
  void append_afterReopening_continuesTheChain() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (FileJournal journal = open()) {
        journal.append(Records.decided("exe_" + i));
      }
    }
    assertThat(AuditVerifier.verify(directory))
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.records()).isEqualTo(4));
  }

  @Test
  void append_sixtyFourProducers_everyRecordOnceInOneChain() throws Exception {
    Set<Long> numbers = ConcurrentHashMap.newKeySet();
    try (FileJournal journal = open();
        var producers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int p = 0; p < 64; p++) {
        int producer = p;
        all.add(
            producers.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    numbers.add(journal.append(Records.decided("exe_" + producer + "_" + i)).seq());
                  }
                  return null;
                }));
      }
      for (Future<?> producer : all) {
        producer.get();
      }
    }
    assertThat(numbers).hasSize(64 * 20);
    assertThat(SegmentFile.list(directory)).hasSizeGreaterThan(5);
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void append_onAnotherDay_beginsAnotherSegment() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
    }
    try (FileJournal journal = open(Clock.offset(NOON, java.time.Duration.ofDays(1)))) {
      journal.append(Records.finished("exe_1"));
    }
    assertThat(SegmentFile.list(directory).stream().map(SegmentFile::name))
        .containsExactly("00000000000000000001.jsonl", "00000000000000000003.jsonl");
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void append_hugeValues_areCutToALineThatVerifies() throws Exception {
    String huge = "\u0001".repeat(200_000);
    Map<String, Object> facts = new java.util.HashMap<>();
    for (int i = 0; i < 3000; i++) {
      facts.put("k" + i, List.of(huge, huge));
    }
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1", Effect.ALLOW, false, facts));
      StoredRecord record = read(journal, 2).getFirst();
      assertThat(record.fields().path("cut").toString()).contains("\"facts\"").contains("…");
      assertThat(record.text("id")).isEqualTo("exe_1");
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void append_finishedOfWhatIsNotOpen_isRefusedAndNothingIsWritten() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
      journal.append(Records.decided("exe_2", Effect.BLOCK, false, Map.of()));
      journal.append(Records.decided("exe_3", Effect.ALLOW, true, Map.of()));
      journal.append(Records.finished("exe_1"));
      long last = journal.state().lastSeq();
      for (String id : List.of("exe_1", "exe_2", "exe_3", "exe_4")) {
        assertThatThrownBy(() -> journal.append(Records.finished(id)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(id);
      }
      assertThat(journal.state().lastSeq()).isEqualTo(last);
    }
  }

  @Test
  void openExecutions_afterTheHostIsGone_areThoseWithoutAnEnd() throws Exception {
    try (FileJournal journal = open()) {
      // Enough for several segments, so that what is open is carried from one to the next.
      for (int i = 0; i < 200; i++) {
        journal.append(Records.decided("exe_" + i));
        if (i % 50 != 0) {
          journal.append(Records.finished("exe_" + i));
        }
      }
      journal.append(Records.decided("exe_blocked", Effect.BLOCK, false, Map.of()));
      journal.append(Records.decided("exe_dry", Effect.ALLOW, true, Map.of()));
      assertThat(journal.openExecutions()).isEmpty();
    }
    try (FileJournal journal = open()) {
      assertThat(journal.openExecutions())
          .extracting(OpenExecution::id)
          .containsExactly("exe_0", "exe_50", "exe_100", "exe_150");
      assertThat(journal.openExecutions().getFirst().principal()).isEqualTo(Records.AGENT);
      for (OpenExecution lost : journal.openExecutions()) {
        journal.append(lost.lost("host_lost", "the host ended while it ran"));
      }
    }
    try (FileJournal journal = open()) {
      assertThat(journal.openExecutions()).isEmpty();
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void open_incompleteLastLine_isDroppedAndARecordSaysSo() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
    }
    Path file = SegmentFile.list(directory).getFirst().path();
    long whole = Files.size(file);
    Files.writeString(file, "{\"action\":\"exec", StandardOpenOption.APPEND);
    assertThat(AuditVerifier.verify(directory))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> assertThat(damaged.damage()).isEqualTo(Damage.INCOMPLETE_LINE));
    try (FileJournal journal = open()) {
      journal.append(Records.finished("exe_1"));
      StoredRecord recovery = read(journal, 3).getFirst();
      assertThat(recovery.text("action")).isEqualTo("system.recovery");
      assertThat(recovery.text("facts.offset")).isEqualTo(Long.toString(whole));
      assertThat(recovery.text("facts.bytes")).isEqualTo("15");
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void open_editedRecord_isRefusedAndNamed() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
      journal.append(Records.finished("exe_1"));
    }
    Path file = SegmentFile.list(directory).getFirst().path();
    Files.writeString(file, Files.readString(file).replace("agents-run-code", "agents-ran-code"));
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("record 2 ");
    assertThat(Files.readString(file)).contains("agents-ran-code");
  }

  @Test
  void open_whileOpenInThisProcess_isRefused() throws Exception {
    try (FileJournal journal = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalRefusedException.class)
          .hasMessageContaining("already open");
      journal.append(Records.decided("exe_1"));
    }
    open().close();
  }

  @Test
  void reserve_moreThanPromised_isEmptyAndTheJournalAvailable() throws Exception {
    try (FileJournal journal = open()) {
      List<Reservation> held = new ArrayList<>();
      for (int i = 0; i < SMALL.reservations(); i++) {
        held.add(journal.reserve().orElseThrow());
      }
      assertThat(journal.reserve()).isEmpty();
      assertThat(journal.state().isAvailable()).isTrue();
      journal.append(Records.decided("exe_1"));
      held.getFirst().append(Records.finished("exe_1"));
      held.getFirst().close();
      assertThat(journal.state().reserved()).isEqualTo(SMALL.reservations() - 1);
      journal.reserve().orElseThrow().close();
    }
  }

  @Test
  void append_afterClose_isUnavailable() throws Exception {
    FileJournal journal = open();
    journal.close();
    assertThatThrownBy(() -> journal.append(Records.decided("exe_1")))
        .isInstanceOf(AuditUnavailableException.class);
    assertThat(journal.state().isAvailable()).isFalse();
  }

  @Test
  void append_segmentTakenAway_isUnavailableUntilItIsBack() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
      Path file = SegmentFile.list(directory).getFirst().path();
      Path away = directory.resolve("away");
      Files.move(file, away);
      assertThatThrownBy(() -> journal.append(Records.decided("exe_2")))
          .isInstanceOf(AuditUnavailableException.class);
      assertThat(journal.state().isAvailable()).isFalse();
      assertThatThrownBy(journal::reserve).isInstanceOf(AuditUnavailableException.class);
      Files.move(away, file);
      journal.append(Records.decided("exe_3"));
      assertThat(journal.state().isAvailable()).isTrue();
      assertThat(read(journal, 1)).extracting(r -> r.text("action")).contains("system.recovery");
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void append_segmentReplacedByAnOlderCopy_isUnavailable() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
      Path file = SegmentFile.list(directory).getFirst().path();
      Path copy = directory.resolve("copy");
      Files.copy(file, copy);
      journal.append(Records.decided("exe_2"));
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> journal.append(Records.decided("exe_3")))
            .isInstanceOf(AuditUnavailableException.class)
            .hasMessageContaining(file.getFileName().toString());
      }
    }
  }

  @Test
  void append_someoneElseWroteToTheSegment_isCutBackAndGoesOn() throws Exception {
    try (FileJournal journal = open()) {
      journal.append(Records.decided("exe_1"));
      Path file = SegmentFile.list(directory).getFirst().path();
      Files.writeString(file, "garbage\n", StandardOpenOption.APPEND);
      journal.append(Records.decided("exe_2"));
      assertThat(read(journal, 4).getFirst().text("facts.after")).contains("changed its size");
    }
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void forEachFrom_growingJournal_givesWhatIsDurable() throws Exception {
    try (FileJournal journal = open()) {
      for (int i = 0; i < 100; i++) {
        journal.append(Records.decided("exe_" + i));
        assertThat(read(journal, journal.state().lastSeq())).hasSize(1);
      }
      long expected = 1;
      for (StoredRecord record : read(journal, 1)) {
        assertThat(record.seq()).isEqualTo(expected++);
      }
    }
  }

  @Test
  void append_codeBodiesAndEnvironmentValues_haveNoPlaceOnTheLine() throws Exception {
    try (FileJournal journal = open()) {
      appendOneOfEach(journal);
    }
    String all =
        Files.readString(SegmentFile.list(directory).getFirst().path(), StandardCharsets.UTF_8);
    assertThat(all).contains("\"env\":[\"LANG\"]").doesNotContain("\"content\"");
  }

  private static void appendOneOfEach(FileJournal journal) throws AuditUnavailableException {
    journal.append(Records.decided("exe_1"));
    journal.append(Records.finished("exe_1"));
    journal.append(
        new AuditRecord.Admin(
            Records.caller(),
            "governor.config",
            Map.of("mode", "soft_block"),
            Map.of("mode", "hard_block")));
    journal.append(new AuditRecord.SystemEvent("system.stop", Map.of()));
  }

  private static List<StoredRecord> read(FileJournal journal, long from) throws IOException {
    List<StoredRecord> records = new ArrayList<>();
    journal.reader().forEachFrom(from, records::add);
    return records;
  }
}
