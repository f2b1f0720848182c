package dev.portcullis.host.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
  private static final Caller HOST =
      new Caller(
          new Principal("host", Set.of(Role.ADMIN), "host"),
          Source.CLI,
          Optional.empty(),
          "start",
          Optional.empty(),
          Optional.empty());

  private final Path yaml;
  private final FileJournal journal;
  private final Database database;
  private final ActivePolicy active;
  private final PolicyFile file;

  PolicyFileTest(@TempDir Path folder) throws Exception {
    yaml = folder.resolve("policy.yaml");
    journal =
        FileJournal.open(
            Files.createDirectory(folder.resolve("audit")),
            new HostIdentity("test", "0"),
            JournalSettings.DEFAULT,
            Clock.systemUTC());
    database = Database.open(folder.resolve("portcullis.db"));
    Files.write(yaml, DefaultPolicy.document());
    active =
        ActivePolicy.open(new StoredGovernance(database), journal, DefaultPolicy.document(), HOST);
    file = new PolicyFile(yaml, active, HOST);
  }

  @BeforeEach
  void start() {
    file.start();
  }

  @AfterEach
  void close() throws Exception {
    file.close();
    database.close();
    journal.close();
  }

  @Test
  void problem_fileMendedToWhatIsInForce_isGone() throws Exception {
    String before = active.current().policyDigest();
    Files.writeString(yaml, "rules: [");
    await(() -> file.problem().isPresent());

    Files.write(yaml, DefaultPolicy.document());

    await(() -> file.problem().isEmpty());
    assertThat(active.current().policyDigest()).isEqualTo(before);
  }

  @Test
  void problem_fileTakenAway_isGone() throws Exception {
    Files.writeString(yaml, "rules: [");
    await(() -> file.problem().isPresent());

    Files.delete(yaml);

    await(() -> file.problem().isEmpty());
  }

  @Test
  void changedFile_whileItRuns_isInForceWithinSeconds() throws Exception {
    String before = active.current().policyDigest();

    Files.writeString(yaml, Files.readString(yaml) + "# changed\n");

    await(() -> !active.current().policyDigest().equals(before));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
