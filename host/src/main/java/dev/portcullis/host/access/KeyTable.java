package dev.portcullis.host.access;

import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The keys as the database has them. */
final class KeyTable {
  private final Database database;

  KeyTable(Database database) {
    this.database = database;
  }

  /** A key with the hash of its text. */
  record Row(ApiKey key, String sha256) {}

  Optional<Row> bySha256(String sha256) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM api_key WHERE sha256 = ?")
                    .bind(0, sha256)
                    .map(KeyTable::row)
                    .findOne());
  }

  /** The newest first. */
  List<ApiKey> all() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM api_key ORDER BY id DESC")
                    .map(KeyTable::row)
                    .map(Row::key)
                    .list());
  }

  void insert(Row row) {
    database.jdbi().useHandle(handle -> insert(handle, row));
  }

  /** Puts {@code next} in the place of a key that was not revoked; false if there is none. */
  boolean replace(String id, Row next) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              if (!end(handle, id, next.key().createdAt())) {
                return false;
              }
              insert(handle, next);
              return true;
            });
  }

  /** Ends a key, unless it has ended; empty if there is none of that id. */
  Optional<Row> revoke(String id, Instant when) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              end(handle, id, when);
              return byId(handle, id);
            });
  }

  Optional<Row> byId(String id) {
    return database.jdbi().withHandle(handle -> byId(handle, id));
  }

  private static Optional<Row> byId(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM api_key WHERE id = ?")
        .bind(0, id)
        .map(KeyTable::row)
        .findOne();
  }

  private static boolean end(Handle handle, String id, Instant when) {
    return handle
            .createUpdate("UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
            .bind(0, when.toString())
            .bind(1, id)
            .execute()
        == 1;
  }

  private static void insert(Handle handle, Row row) {
    ApiKey key = row.key();
    handle
        .createUpdate(
            "INSERT INTO api_key (id, principal, roles, source, sha256, created_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(0, key.id())
        .bind(1, key.principal())
        .bind(2, key.roles().stream().map(Role::text).sorted().collect(Collectors.joining(" ")))
        .bind(3, key.source().text())
        .bind(4, row.sha256())
        .bind(5, key.createdAt().toString())
        .bind(6, key.expiresAt().map(Instant::toString).orElse(null))
        .execute();
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    ApiKey key =
        new ApiKey(
            row.getString("id"),
            row.getString("principal"),
            roles(row.getString("roles")),
            Source.of(row.getString("source")).orElseThrow(),
            Instant.parse(row.getString("created_at")),
            instant(row.getString("expires_at")),
            instant(row.getString("revoked_at")));
    return new Row(key, row.getString("sha256"));
  }

  private static Set<Role> roles(String text) {
    return Stream.of(text.split(" ", -1))
        .map(role -> Role.of(role).orElseThrow())
        .collect(Collectors.toSet());
  }

  private static Optional<Instant> instant(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
