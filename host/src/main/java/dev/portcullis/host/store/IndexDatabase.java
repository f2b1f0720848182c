package dev.portcullis.host.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database of the audit index, at the newest schema. It holds nothing that cannot be made
 * again, and may lose its last transactions in a power failure. Safe for use by many threads.
 */
public final class IndexDatabase implements AutoCloseable {
  /** Flyway's own table: the database may be shared with others who use Flyway. */
  private static final String HISTORY = "audit_index_history";

  private static final int TIMEOUT_MS = 5_000;
  private static final int TIMEOUT_S = 30;

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(
          SQLiteErrorCode.SQLITE_CORRUPT,
          SQLiteErrorCode.SQLITE_CORRUPT_VTAB,
          SQLiteErrorCode.SQLITE_CORRUPT_INDEX,
          SQLiteErrorCode.SQLITE_NOTADB,
          SQLiteErrorCode.SQLITE_FORMAT);

  /** Data corrupted, index corrupted, undefined table, undefined column. */
  private static final Set<String> DAMAGED_STATES = Set.of("XX001", "XX002", "42P01", "42703");

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private IndexDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens it, and makes its tables if they are not there.
   *
   * @throws IOException if it cannot be reached
   * @throws RuntimeException of Hikari or Flyway where {@link #isDamage} is true of it
   */
  public static IndexDatabase open(IndexLocation location) throws IOException {
    HikariDataSource pool = connect(location);
    boolean migrated = false;
    try {
      migrate(location, pool);
      migrated = true;
      return new IndexDatabase(pool);
    } catch (FlywayException failed) {
      throw unreachable(location, failed);
    } finally {
      if (!migrated) {
        pool.close();
      }
    }
  }

  private static HikariDataSource connect(IndexLocation location) throws IOException {
    try {
      return new HikariDataSource(pool(location));
    } catch (HikariPool.PoolInitializationException failed) {
      throw unreachable(location, failed);
    }
  }

  private static IOException unreachable(IndexLocation location, RuntimeException failed) {
    if (isDamage(failed)) {
      throw failed;
    }
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException(
        "the audit index at " + location.shown() + " cannot be opened: " + cause.getMessage(),
        failed);
  }

  /**
   * Throws away whatever index there is. Nothing has it open.
   *
   * @throws IOException if a file cannot be deleted
   */
  public static void clear(IndexLocation location) throws IOException {
    switch (location) {
      case IndexLocation.File(Path path) -> {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
          Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
        }
      }
      case IndexLocation.PostgreSql _ -> {
        try (HikariDataSource pool = connect(location)) {
          Jdbi.create(pool)
              .useHandle(
                  handle -> {
                    for (String table :
                        handle
                            .createQuery(
                                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                                    + " AND tablename IN ('audit_index', 'audit_term',"
                                    + " 'audit_posting', 'audit_count', 'audit_block',"
                                    + " 'audit_time', 'audit_reference', 'audit_line',"
                                    + " 'audit_hour', '"
                                    + HISTORY
                                    + "')")
                            .mapTo(String.class)
                            .list()) {
                      handle.execute("DROP TABLE " + table);
                    }
                  });
        }
      }
    }
  }

  /** Whether making the index anew is the cure for this. */
  public static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean damaged =
          switch (cause) {
            case SQLiteException sqlite ->
                DAMAGED.contains(sqlite.getResultCode())
                    || String.valueOf(sqlite.getMessage()).contains("no such ");
            case SQLException sql ->
                sql.getSQLState() != null && DAMAGED_STATES.contains(sql.getSQLState());
            // Made by another version of this software, or by hand.
            case FlywayValidateException _ -> true;
            default -> false;
          };
      if (damaged) {
        return true;
      }
    }
    return false;
  }

  /** Where SQL is run. */
  public Jdbi jdbi() {
    return jdbi;
  }

  private static void migrate(IndexLocation location, DataSource source) {
    switch (location) {
      case IndexLocation.File _ -> {
        if (Schema.version(source) != 1) {
          flyway(source, "sqlite");
        }
      }
      case IndexLocation.PostgreSql _ -> flyway(source, "postgresql");
    }
  }

  private static void flyway(DataSource source, String dialect) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:dev/portcullis/host/store/index/" + dialect)
        .table(HISTORY)
        // A database that others use too: what they have there is no concern of ours.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private static HikariConfig pool(IndexLocation location) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("audit-index");
    config.setDataSource(
        switch (location) {
          case IndexLocation.File(Path path) -> sqlite(path);
          case IndexLocation.PostgreSql server -> postgresql(server);
        });
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(TIMEOUT_MS);
    return config;
  }

  private static DataSource sqlite(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // What a power failure takes is read from the journal again.
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(TIMEOUT_MS);
    config.setPageSize(8_192);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static DataSource postgresql(IndexLocation.PostgreSql server) throws IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(server.url());
    } catch (IllegalArgumentException _) {
      // It holds the whole URL, the password in it too: neither its message nor a cause may stay.
      throw new IOException(
          "the audit index at " + server.shown() + " cannot be opened: it is no PostgreSQL URL");
    }
    source.setConnectTimeout(TIMEOUT_MS / 1_000);
    source.setSocketTimeout(TIMEOUT_S);
    source.setReWriteBatchedInserts(true);
    source.setApplicationName("portcullis");
    return source;
  }

  @Override
  public void close() {
    pool.close();
  }
}
