package dev.portcullis.host.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema this software knows. */
final class Schema {
  /** The newest migration. */
  static final int HEAD = 2;

  private static final String MIGRATIONS = "classpath:dev/portcullis/host/store/migrations";

  private Schema() {}

  /**
   * Migrates unless that has been done. The version is kept where SQLite keeps one, since asking
   * Flyway costs a start several times what everything else here does.
   *
   * @throws IllegalStateException if newer software wrote the database
   */
  static void migrate(DataSource source) {
    int found = version(source);
    if (found > HEAD) {
      throw new IllegalStateException(
          "the database is at version "
              + found
              + " and this software knows "
              + HEAD
              + ": it was written by a newer one");
    }
    if (found < HEAD) {
      Flyway.configure().dataSource(source).locations(MIGRATIONS).load().migrate();
    }
  }

  /** At which version the database is; 0 where nothing was migrated. */
  static int version(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException("the database cannot be read", failure);
    }
  }
}
