package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Keeps what rules in the home's database. */
public final class StoredGovernance implements GovernanceStore {
  private final Database database;

  public StoredGovernance(Database database) {
    this.database = database;
  }

  @Override
  public Optional<RuntimeConfig> config() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT config_version, mode, warn, block, policy_digest"
                            + " FROM governor_config")
                    .map((row, _) -> config(row))
                    .findOne());
  }

  @Override
  public boolean compareAndSet(long expectedVersion, RuntimeConfig next) {
    String sql =
        expectedVersion == 0
            ? "INSERT INTO governor_config"
                + " (one, config_version, mode, warn, block, policy_digest)"
                + " VALUES (1, :version, :mode, :warn, :block, :digest)"
                + " ON CONFLICT DO NOTHING"
            : "UPDATE governor_config SET config_version = :version, mode = :mode, warn = :warn,"
                + " block = :block, policy_digest = :digest WHERE config_version = :expected";
    return database
        .jdbi()
        .withHandle(
            handle -> {
              try (var update = handle.createUpdate(sql)) {
                if (expectedVersion != 0) {
                  update.bind("expected", expectedVersion);
                }
                return update
                        .bind("version", next.version())
                        .bind("mode", next.mode().text())
                        .bind("warn", next.thresholds().warn())
                        .bind("block", next.thresholds().block())
                        .bind("digest", next.policyDigest())
                        .execute()
                    == 1;
              }
            });
  }

  @Override
  public Optional<byte[]> policy(String digest) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT document FROM policy WHERE digest = :digest")
                    .bind("digest", digest)
                    .mapTo(byte[].class)
                    .findOne());
  }

  @Override
  public void savePolicy(String digest, byte[] document) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO policy (digest, document) VALUES (?, ?) ON CONFLICT DO NOTHING",
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
                    .createQuery("SELECT by, reason, since FROM halt")
                    .map(
                        (row, _) ->
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

  private static RuntimeConfig config(ResultSet row) throws SQLException {
    String mode = row.getString("mode");
    return new RuntimeConfig(
        row.getLong("config_version"),
        Mode.of(mode)
            .orElseThrow(
                () -> new IllegalStateException("the database holds an unknown mode: " + mode)),
        new Thresholds(row.getInt("warn"), row.getInt("block")),
        row.getString("policy_digest"));
  }
}
