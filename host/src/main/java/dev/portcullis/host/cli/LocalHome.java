package dev.portcullis.host.cli;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.RecordedKeys;
import dev.portcullis.host.Version;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * A home whose host does not run, opened by the person who owns it: its keys, and its journal, in
 * which every change is recorded before it is made. Holds the journal's lock, so that no host
 * starts meanwhile.
 */
final class LocalHome implements AutoCloseable {
  private final FileJournal journal;
  private final Database database;
  private final OwedRecords owed;
  private final RecordedKeys keys;

  private LocalHome(FileJournal journal, Database database) {
    this.journal = journal;
    this.database = database;
    this.owed = new OwedRecords(journal);
    this.keys = new RecordedKeys(new ApiKeys(database, Clock.systemUTC()), journal, owed);
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
    FileJournal journal;
    try {
      journal =
          FileJournal.open(home.audit(), identity, JournalSettings.DEFAULT, Clock.systemUTC());
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
    boolean opened = false;
    try {
      LocalHome local = new LocalHome(journal, Database.open(home.database()));
      opened = true;
      return Optional.of(local);
    } finally {
      if (!opened) {
        journal.close();
      }
    }
  }

  /** Its keys, every change on record. */
  RecordedKeys keys() {
    return keys;
  }

  /** Whether something was changed that is not on record. */
  boolean owesRecords() {
    return owed.size() > 0;
  }

  /** The person at this machine. */
  static Caller person() {
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
      owed.close();
      database.close();
    } finally {
      journal.close();
    }
  }
}
