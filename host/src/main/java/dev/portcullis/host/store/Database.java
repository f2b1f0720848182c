package dev.portcullis.host.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The home's database, at the newest schema. Safe for use by many threads and processes. */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens the SQLite database in {@code file}, which is made if need be, and migrates it.
   *
   * @throws IllegalStateException if it cannot be read, or newer software wrote it
   */
  public static Database open(Path file) {
    HikariDataSource pool = new HikariDataSource(pool(sqlite(file)));
    boolean migrated = false;
    try {
      Schema.migrate(pool);
      migrated = true;
      return new Database(pool);
    } finally {
      if (!migrated) {
        pool.close();
      }
    }
  }

  /** Where SQL is run. Transactions take the write lock at once. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** At which version its schema is. */
  public int version() {
    return Schema.version(pool);
  }

  /** The newest version this software knows. */
  public int head() {
    return Schema.HEAD;
  }

  private static DataSource sqlite(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // A revoked key or a halt stays so, also after a power failure.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static HikariConfig pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(source);
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(BUSY_TIMEOUT_MS * 2L);
    return config;
  }

  @Override
  public void close() {
    pool.close();
  }
}
