package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.store.Database;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What rules, as the database keeps it across restarts. */
public final class SavedGovernance implements GovernanceStore {
  private final Database database;

  /** In this database. */
  public SavedGovernance(Database database) {
    this.database = database;
  }

  @Override
  public Optional<RuntimeConfig> config() {
    return database.jdbi().withHandle(SavedGovernance::config);
  }

  @Override
  public boolean compareAndSet(long expectedVersion, RuntimeConfig next) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              long version = config(handle).map(RuntimeConfig::version).orElse(0L);
              if (version != expectedVersion) {
                return false;
              }
              handle.execute(
                  "INSERT OR REPLACE INTO governor_config"
                      + " (one, config_version, mode, warn, block, policy_digest)"
                      + " VALUES (1, ?, ?, ?, ?, ?)",
                  next.version(),
                  next.mode().text(),
                  next.thresholds().warn(),
                  next.thresholds().block(),
                  next.policyDigest());
              return true;
            });
  }

  @Override
  public Optional<byte[]> policy(String digest) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT document FROM policy WHERE digest = ?")
                    .bind(0, digest)
                    .map((row, context) -> row.getBytes("document"))
                    .findOne());
  }

  @Override
  public void savePolicy(String digest, byte[] document) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO policy (digest, document) VALUES (?, ?)"
                        + " ON CONFLICT (digest) DO NOTHING",
                    digest,
                    document));
  }

  @Override
  public Optional<KillSwitch.Halt> halt() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM halt")
                    .map(
                        (row, context) ->
                            new KillSwitch.Halt(
                                row.getString("by"),
                                row.getString("reason"),
                                Instant.parse(row.getString("since"))))
                    .findOne());
  }

  @Override
  public void saveHalt(Optional<KillSwitch.Halt> halt) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute("DELETE FROM halt");
              if (halt.isPresent()) {
                handle.execute(
                    "INSERT INTO halt (one, by, reason, since) VALUES (1, ?, ?, ?)",
                    halt.get().by(),
                    halt.get().reason(),
                    halt.get().since().toString());
              }
            });
  }

  private static Optional<RuntimeConfig> config(Handle handle) {
    return handle
        .createQuery("SELECT * FROM governor_config")
        .map(
            (row, context) ->
                new RuntimeConfig(
                    row.getLong("config_version"),
                    Mode.of(row.getString("mode")).orElseThrow(),
                    new Thresholds(row.getInt("warn"), row.getInt("block")),
                    row.getString("policy_digest")))
        .findOne();
  }
}
