package dev.portcullis.host.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltSwitchTest {
  private static final Caller OPERATOR =
      new Caller(
          new Principal("ops", Set.of(Role.OPERATOR), "key_ops"),
          Source.CLI,
          Optional.empty(),
          "req_ops",
          Optional.empty(),
          Optional.empty());

  @TempDir private Path folder;

  @Test
  void kill_databaseFailsTheFirstTime_haltsAndIsSavedByTheNextKill() throws Exception {
    Path audit = Files.createDirectory(folder.resolve("audit"));
    try (FileJournal journal =
            FileJournal.open(
                audit, new HostIdentity("test", "0"), JournalSettings.DEFAULT, Clock.systemUTC());
        OwedRecords owed = new OwedRecords(journal);
        Database database = Database.open(folder.resolve("portcullis.db"))) {
      var store = new StoredGovernance(database);
      var halt = new HaltSwitch(store, owed, Clock.systemUTC());
      database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE halt RENAME TO away"));
      assertThatThrownBy(() -> halt.kill(OPERATOR, "drill")).isInstanceOf(RuntimeException.class);
      assertThat(halt.halted()).isPresent();

      database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO halt"));
      halt.kill(OPERATOR, "again");

      assertThat(new HaltSwitch(store, owed, Clock.systemUTC()).halted())
          .isEqualTo(halt.halted())
          .isPresent();
    }
  }
}
