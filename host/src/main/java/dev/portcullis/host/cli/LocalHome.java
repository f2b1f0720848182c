package dev.portcullis.host.cli;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.Version;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.JournalRefusedException;
import dev.portcullis.host.audit.JournalSettings;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A home whose host does not run, opened by the person who owns it: its keys, and its journal, in
 * which every change is recorded before it is made. Holds the journal's lock, so that no host
 * starts meanwhile.
 */
final class LocalHome implements AutoCloseable {
  private final Journal journal;
  private final Database database;
  private final ApiKeys keys;

  private LocalHome(Journal journal, Database database) {
    this.journal = journal;
    this.database = database;
    this.keys = new ApiKeys(database, Clock.systemUTC());
  }

  /**
   * Opens it; empty if a running host, or another command, has it.
   *
   * @throws Failure if there is no home, or its journal is damaged
   */
  static Optional<LocalHome> open(Home home) throws Failure, IOException {
    if (!Files.isRegularFile(home.instanceId())) {
      throw new Failure(
          ExitCode.HOME,
          "there is no home at " + home.root(),
          "make it with `portcullis up` or `portcullis init`, or name another with --home");
    }
    HostIdentity identity = new HostIdentity(InstanceId.of(home), Version.current());
    Journal journal;
    try {
      journal = Journal.open(home.audit(), identity, JournalSettings.DEFAULT, Clock.systemUTC());
    } catch (JournalRefusedException refused) {
      if (String.valueOf(refused.getMessage()).contains(" is held by ")) {
        return Optional.empty();
      }
      throw new Failure(
          ExitCode.HOME,
          String.valueOf(refused.getMessage()),
          "keep a copy of " + home.audit() + ", then look with `portcullis audit verify`",
          refused);
    }
    return Optional.of(new LocalHome(journal, Database.open(home.database())));
  }

  ApiKeys keys() {
    return keys;
  }

  /** Puts a change on record, as made by the person at this machine. */
  void record(String action, Map<String, Object> before, Map<String, Object> after) throws Failure {
    try {
      journal.append(new AuditRecord.Admin(person(), action, before, after));
    } catch (AuditUnavailableException unavailable) {
      throw new Failure(
          ExitCode.HOME,
          "the journal takes no record, so nothing was changed: " + unavailable.getMessage(),
          "portcullis doctor",
          unavailable);
    }
  }

  private static Caller person() {
    return new Caller(
        new Principal("local:" + System.getProperty("user.name"), Set.of(Role.ADMIN), "none"),
        Source.CLI,
        Optional.empty(),
        "req_" + UlidCreator.getMonotonicUlid(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() throws IOException {
    try {
      database.close();
    } finally {
      journal.close();
    }
  }
}
