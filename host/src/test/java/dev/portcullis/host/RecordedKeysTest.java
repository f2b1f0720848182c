package dev.portcullis.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.http.port.Keys;
import dev.portcullis.host.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedKeysTest {
  private static final Caller ADMIN =
      new Caller(
          new Principal("admin", Set.of(Role.ADMIN), "key_admin"),
          Source.CLI,
          Optional.empty(),
          "req_1",
          Optional.empty(),
          Optional.empty());

  private final FileJournal journal;
  private final Database database;
  private final ApiKeys keys;
  private final RecordedKeys recorded;

  RecordedKeysTest(@TempDir Path folder) throws Exception {
    journal =
        FileJournal.open(
            Files.createDirectory(folder.resolve("audit")),
            new HostIdentity("test", "0"),
            JournalSettings.DEFAULT,
            Clock.systemUTC());
    database = Database.open(folder.resolve("portcullis.db"));
    keys = new ApiKeys(database, Clock.systemUTC());
    recorded = new RecordedKeys(keys, journal, new OwedRecords(journal));
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    journal.close();
  }

  @Test
  void rotate_journalTakesNothing_leavesTheOldKeyGood() throws Exception {
    Keys.Created old = recorded.create("admin", Set.of(Role.ADMIN), Source.CLI, ADMIN);
    journal.close();

    assertThatThrownBy(() -> recorded.rotate(old.key().id(), ADMIN))
        .isInstanceOf(AuditUnavailableException.class);
    assertThat(keys.authenticate(old.text())).isPresent();
    assertThat(recorded.list()).hasSize(1);
  }

  @Test
  void create_journalTakesNothing_makesNoKey() throws Exception {
    journal.close();

    assertThatThrownBy(() -> recorded.create("a", Set.of(Role.AGENT), Source.API, ADMIN))
        .isInstanceOf(AuditUnavailableException.class);
    assertThat(recorded.list()).isEmpty();
  }

  @Test
  void revoke_journalTakesNothing_endsTheKeyAllTheSame() throws Exception {
    Keys.Created key = recorded.create("a", Set.of(Role.AGENT), Source.API, ADMIN);
    journal.close();

    assertThat(recorded.revoke(key.key().id(), ADMIN)).isPresent();
    assertThat(keys.authenticate(key.text())).isEmpty();
  }
}
