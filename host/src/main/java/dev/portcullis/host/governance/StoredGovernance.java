package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what rules in the home's database. */
public final class StoredGovernance implements GovernanceStore {
  private final Database database;

  public StoredGovernance(Database database) {
    this.database = database;
  }

  @Override
  public Optional<RuntimeConfig> config() {
    return database.jdbi().inTransaction(ConfigRows::read);
  }

  @Override
  public boolean compareAndSet(
      long expectedVersion, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    return database
        .jdbi()
        .<Boolean, AuditUnavailableException>inTransaction(
            handle -> {
              if (!ConfigRows.replace(handle, expectedVersion, next, signed)) {
                return false;
              }
              record.write();
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
                    .createQuery("SELECT document FROM policy WHERE digest = :digest")
                    .bind("digest", digest)
                    .mapTo(byte[].class)
                    .findOne());
  }

  @Override
  public List<KeptPolicy> policies() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT digest, length(document) AS bytes, stored_at, stored_by,"
                            + " activation.at, activation.by FROM policy"
                            + " LEFT JOIN policy_activation activation ON config_version ="
                            + " (SELECT max(config_version) FROM policy_activation"
                            + " WHERE policy_digest = digest)"
                            + " ORDER BY stored_at DESC, policy.rowid DESC")
                    .map((row, _) -> policy(row))
                    .list());
  }

  @Override
  public boolean savePolicy(
      String digest, byte[] document, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    return database
        .jdbi()
        .<Boolean, AuditUnavailableException>inTransaction(
            handle -> {
              int saved =
                  handle.execute(
                      "INSERT INTO policy (digest, document, stored_at, stored_by)"
                          + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                      digest,
                      document,
                      signed.at().toString(),
                      signed.by());
              if (saved == 0) {
                return false;
              }
              record.write();
              return true;
            });
  }

  @Override
  public Optional<String> followed() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT digest FROM followed_policy_file")
                    .mapTo(String.class)
                    .findOne());
  }

  @Override
  public void saveFollowed(String digest) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO followed_policy_file (one, digest) VALUES (1, ?)"
                        + " ON CONFLICT (one) DO UPDATE SET digest = excluded.digest",
                    digest));
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

  private static KeptPolicy policy(ResultSet row) throws SQLException {
    Optional<String> activatedAt = Optional.ofNullable(row.getString("at"));
    String activatedBy = row.getString("by");
    return new KeptPolicy(
        row.getString("digest"),
        row.getLong("bytes"),
        new KeptPolicy.Signature(
            Instant.parse(row.getString("stored_at")), row.getString("stored_by")),
        activatedAt.map(at -> new KeptPolicy.Signature(Instant.parse(at), activatedBy)));
  }
}
