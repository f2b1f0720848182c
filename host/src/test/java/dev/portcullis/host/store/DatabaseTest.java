package dev.portcullis.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final List<String> REVERSALS =
      List.of("U1__keys_configuration_policies_halt.sql", "U2__toggles_policy_history.sql");

  @TempDir Path directory;

  private Database open() {
    return Database.open(directory.resolve("portcullis.db"));
  }

  @Test
  void open_newFile_isAtTheHead() {
    try (Database database = open()) {
      assertThat(database.version()).isEqualTo(database.head());
      assertThat(tables(database)).contains("api_key", "governor_config", "halt", "policy");
    }
  }

  @Test
  void open_again_keepsWhatWasWritten() {
    try (Database database = open()) {
      database
          .jdbi()
          .useHandle(h -> h.execute("INSERT INTO policy (digest, document) VALUES ('d', x'01')"));
    }
    try (Database database = open()) {
      assertThat(number(database, "SELECT count(*) FROM policy")).isEqualTo(1);
    }
  }

  @Test
  void open_writtenByNewerSoftware_isRefused() {
    try (Database database = open()) {
      database.jdbi().useHandle(h -> h.execute("PRAGMA user_version = 99"));
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("newer");
  }

  @Test
  void open_always_survivesPowerFailure() {
    try (Database database = open()) {
      assertThat(number(database, "PRAGMA synchronous")).as("FULL").isEqualTo(2);
      assertThat(number(database, "PRAGMA foreign_keys")).isEqualTo(1);
    }
  }

  @Test
  void everyMigration_hasAReverseThatLeavesNothing() throws IOException {
    try (Database database = open()) {
      for (int version = database.head(); version > 0; version--) {
        String script = resource("reversals/" + REVERSALS.get(version - 1));
        database.jdbi().useHandle(h -> h.createScript(script).execute());
        assertThat(database.version()).isEqualTo(version - 1);
      }
      assertThat(tables(database)).containsExactly("flyway_schema_history");
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Database.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int number(Database database, String sql) {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery(sql).map((row, context) -> row.getInt(1)).one());
  }

  private static List<String> tables(Database database) {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'")
                    .map((row, context) -> row.getString(1))
                    .list());
  }
}
