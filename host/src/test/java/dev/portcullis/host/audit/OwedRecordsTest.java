package dev.portcullis.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwedRecordsTest {
  @TempDir private Path directory;

  @Test
  void add_anEndTheJournalDoesNotTake_keepsItsSpaceUntilItDoes() throws Exception {
    try (FileJournal journal =
            FileJournal.open(directory, Records.HOST, JournalSettings.DEFAULT, Clock.systemUTC());
        OwedRecords owed = new OwedRecords(journal)) {
      journal.append(Records.decided("exe_1"));
      Reservation space = journal.reserve().orElseThrow();
      Path segment = SegmentFile.list(directory).getFirst().path();
      Files.move(segment, directory.resolve("away"));

      owed.add(Records.finished("exe_1"), space);

      assertThat(owed.size()).isEqualTo(1);
      assertThat(journal.state().reserved()).isEqualTo(1);
      Files.move(directory.resolve("away"), segment);
      owed.start();
      for (int i = 0; i < 200 && owed.size() > 0; i++) {
        Thread.sleep(20);
      }
      assertThat(owed.size()).isZero();
      assertThat(journal.state().reserved()).isZero();
    }
  }

  @Test
  void add_oneThatCanNeverBeWritten_doesNotKeepTheNextFromIt() throws Exception {
    try (FileJournal journal =
            FileJournal.open(directory, Records.HOST, JournalSettings.DEFAULT, Clock.systemUTC());
        OwedRecords owed = new OwedRecords(journal)) {
      owed.add(Records.finished("exe_that_is_not_open"));
      owed.add(new AuditRecord.SystemEvent("system.start", Map.of()));

      assertThat(owed.size()).isZero();
      List<String> actions = new ArrayList<>();
      journal.reader().forEachFrom(1, record -> actions.add(record.text("action")));
      assertThat(actions).contains("system.start").doesNotContain("execution.create");
    }
  }
}
