package dev.portcullis.host.governance;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The governance of a home, on a real journal and a real database, at a time of the test's own. */
final class GovernanceUnderTest implements AutoCloseable {
  static final String POLICY =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      mode: soft_block
      thresholds: {warn: 40, block: 70}
      rules:
        - {id: all, match: {}, effect: allow}
        - {id: no-shell, match: {languages: [bash]}, effect: block}
      """;
  static final Caller HOST = caller("host", Role.ADMIN);
  static final Caller OPERATOR = caller("ops", Role.OPERATOR);
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final Path audit;
  final FileJournal journal;
  final Database database;
  final StoredGovernance store;
  final ActivePolicy active;
  Instant now;

  GovernanceUnderTest(Path folder, String policy, Instant now) throws Exception {
    this.now = now;
    audit = Files.createDirectories(folder.resolve("audit"));
    journal =
        FileJournal.open(
            audit, new HostIdentity("test", "0"), JournalSettings.DEFAULT, Clock.systemUTC());
    database = Database.open(folder.resolve("portcullis.db"));
    store = new StoredGovernance(database);
    active = ActivePolicy.open(ground(), policy.getBytes(StandardCharsets.UTF_8), HOST);
  }

  Ground ground() {
    return new Ground(store, new PolicyArchive(audit), journal, Languages.PYTHON, () -> this.now);
  }

  RuntimeConfig change(ConfigChange change) throws Exception {
    return active.change(active.current().version(), change, OPERATOR);
  }

  /** The records of changes of that action, in order. */
  List<StoredRecord> changes(String action) throws IOException {
    List<StoredRecord> found = new ArrayList<>();
    journal
        .reader()
        .forEachFrom(
            1,
            record -> {
              if (record.text("action").equals(action)) {
                found.add(record);
              }
            });
    return found;
  }

  @Override
  public void close() throws IOException {
    database.close();
    journal.close();
  }

  private static Caller caller(String id, Role role) {
    return new Caller(
        new Principal(id, Set.of(role), "key_" + id),
        Source.CLI,
        Optional.empty(),
        "req_" + id,
        Optional.empty(),
        Optional.empty());
  }
}
