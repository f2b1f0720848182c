package dev.portcullis.host.audit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Damage;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the writing process at random moments: {@code -Dportcullis.kills=50} for the long run. */
class JournalCrashTest {
  private static final int KILLS = Integer.getInteger("portcullis.kills", 4);

  @TempDir Path directory;

  @Test
  void invariant5_killNineUnderLoad_losesNothingAcknowledgedAndEveryDecisionEndsOnce()
      throws Exception {
    Random random = new Random();
    Map<Long, String> acknowledged = new HashMap<>();
    for (int i = 0; i < KILLS; i++) {
      try (JournalProcess writer = JournalProcess.start(directory)) {
        writer.awaitTold(1);
        Thread.sleep(random.nextInt(400));
        writer.kill();
        for (String line : writer.told()) {
          String[] words = line.split(" ", -1);
          acknowledged.put(Long.parseLong(words[0]), words[1]);
        }
      }
      assertThat(AuditVerifier.verify(directory))
          .as("after kill %d", i)
          .satisfiesAnyOf(
              result -> assertThat(result).isInstanceOf(Verification.Intact.class),
              // Zeros or a piece of a line may follow; the next start cuts them off.
              result ->
                  assertThat(((Verification.Damaged) result).damage())
                      .isEqualTo(Damage.INCOMPLETE_LINE));
    }
    closeWhatIsOpen();
    assertThat(AuditVerifier.verify(directory)).isInstanceOf(Verification.Intact.class);
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 20);
    checkAgainst(acknowledged);
  }

  @Test
  void open_heldByAnotherProcess_isRefusedAndNamesIt() throws Exception {
    try (JournalProcess holder = JournalProcess.start(directory)) {
      holder.awaitTold(1);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::open)
            .isInstanceOf(JournalRefusedException.class)
            .hasMessageContaining("process " + holder.pid())
            .hasMessageContaining("instance " + Records.HOST.instance());
      }
      holder.awaitTold(holder.told().size() + 1);
    }
    open().close();
  }

  private FileJournal open() throws IOException, JournalRefusedException {
    return FileJournal.open(
        directory, Records.HOST, new JournalSettings(256 * 1024, 64), Clock.systemUTC());
  }

  private void closeWhatIsOpen() throws Exception {
    try (FileJournal journal = open()) {
      for (OpenExecution open : journal.openExecutions()) {
        journal.append(open.lost("host_lost", "the host was killed"));
      }
    }
  }

  private void checkAgainst(Map<Long, String> acknowledged) throws Exception {
    Set<String> decided = new HashSet<>();
    Set<String> finished = new HashSet<>();
    Map<Long, String> found = new HashMap<>();
    try (FileJournal journal = open()) {
      journal
          .reader()
          .forEachFrom(
              1,
              record -> {
                found.put(record.seq(), record.text("hash"));
                if (record.text("stage").equals("decided")) {
                  assertThat(decided.add(record.text("id"))).isTrue();
                } else if (record.text("stage").equals("finished")) {
                  assertThat(finished.add(record.text("id"))).as(record.text("id")).isTrue();
                }
              });
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
    assertThat(finished).isEqualTo(decided);
  }
}
