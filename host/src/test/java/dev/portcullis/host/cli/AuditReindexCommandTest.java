package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.config.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReindexCommandTest {
  @TempDir Path folder = Path.of("");

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private Invocation invoke(String... arguments) {
    return Invocation.of(Map.of("PORTCULLIS_HOME", home().root().toString()), "", arguments);
  }

  @BeforeEach
  void init() {
    assertThat(invoke("init").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void reindex_stoppedHost_indexesEveryRecordAndIsRecorded() throws Exception {
    Files.writeString(home().auditIndex(), "not a database");
    Invocation invocation = invoke("audit", "reindex", "--output", "json");
    assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(ExitCode.OK);
    JsonNode document = Common.JSON.readTree(invocation.out());
    // Two keys made by init, the beginning of the segment, and the reindexing itself.
    assertThat(document.path("records").asLong()).isGreaterThanOrEqualTo(4);
    assertThat(document.path("index").asText()).isEqualTo(home().auditIndex().toString());
    assertThat(invoke("audit", "reindex").out())
        .contains("indexed " + (document.path("records").asLong() + 1) + " records");
    assertThat(invoke("audit", "verify").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void reindex_whileSomebodyHoldsTheJournal_saysWho() throws Exception {
    try (FileJournal held =
        FileJournal.open(
            home().audit(),
            new HostIdentity(InstanceId.of(home()), "0"),
            JournalSettings.DEFAULT,
            Clock.systemUTC())) {
      Invocation invocation = invoke("audit", "reindex");
      assertThat(held.state().isAvailable()).isTrue();
      assertThat(invocation.exitCode()).isEqualTo(ExitCode.HOME);
      assertThat(invocation.err())
          .contains("already open in this process")
          .contains("stop the host");
    }
  }

  @Test
  void reindex_databaseThatIsAway_saysSo() throws Exception {
    Files.writeString(
        home().config(),
        Files.readString(home().config())
            + "\n[audit]\nindex_url = \"jdbc:postgresql://127.0.0.1:1/x?user=u&password=secret\"\n");
    Invocation invocation = invoke("audit", "reindex");
    assertThat(invocation.exitCode()).as(invocation.err()).isNotIn(ExitCode.OK, ExitCode.INTERNAL);
    assertThat(invocation.err())
        .contains("jdbc:postgresql://127.0.0.1:1/x")
        .contains("cannot be opened")
        .doesNotContain("secret");
  }

  @Test
  void reindex_noHome_saysSo() {
    Invocation invocation = Invocation.of("audit", "reindex");
    assertThat(invocation.exitCode()).isEqualTo(ExitCode.HOME);
  }
}
