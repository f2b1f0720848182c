package dev.portcullis.host.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
        ActivePolicy.open(
            new Ground(
                new StoredGovernance(database),
                new PolicyArchive(folder.resolve("audit")),
                journal,
                Languages.PYTHON,
                Clock.systemUTC()),
            DefaultPolicy.document(),
            HOST);
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

  @Test
  void halfWrittenFile_thatIsAPolicyToo_neverRules() throws Exception {
    String whole = Files.readString(yaml) + "# changed\n";
    Set<String> ruled = ConcurrentHashMap.newKeySet();
    long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    for (int i = 0; System.nanoTime() < until; i++) {
      Files.writeString(yaml, whole + "# still being written " + i + "\n");
      ruled.add(active.current().policyDigest());
      Thread.sleep(50);
    }
    Files.writeString(yaml, whole);

    String last = PolicyDigest.of(whole.getBytes(StandardCharsets.UTF_8)).text();
    await(() -> active.current().policyDigest().equals(last));
    assertThat(ruled).containsExactly(DefaultPolicy.policy().digest().text());
  }

  @Test
  void problem_hostItselfFailsAtTheFile_isShownUntilItDoesNot() throws Exception {
    database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE policy RENAME TO away"));
    Files.writeString(yaml, Files.readString(yaml) + "# changed\n");

    await(() -> file.problem().isPresent());
    assertThat(file.problem().orElseThrow()).contains("its log says how");
    database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO policy"));
    await(() -> file.problem().isEmpty());
  }

  @Test
  void policyActivatedOtherwise_overARestart_rulesUntilTheFileIsEdited() throws Exception {
    String other = DefaultPolicy.policy().digest().text();
    Files.writeString(yaml, Files.readString(yaml) + "# changed\n");
    await(() -> !active.current().policyDigest().equals(other));

    assertThat(active.activate(active.current().version(), other, HOST)).isPresent();
    try (PolicyFile restarted = new PolicyFile(yaml, active, HOST)) {
      restarted.start();
      Thread.sleep(2_500);
      assertThat(active.current().policyDigest()).isEqualTo(other);
      assertThat(restarted.overruledBy()).contains(other);
      assertThat(restarted.problem()).isEmpty();

      Files.writeString(yaml, Files.readString(yaml) + "# edited\n");
      await(() -> !active.current().policyDigest().equals(other));
      await(() -> restarted.overruledBy().isEmpty());
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
