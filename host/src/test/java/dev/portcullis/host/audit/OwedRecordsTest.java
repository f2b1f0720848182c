package dev.portcullis.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
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
