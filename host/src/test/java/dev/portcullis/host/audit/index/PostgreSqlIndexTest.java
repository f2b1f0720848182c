package dev.portcullis.host.audit.index;

import dev.portcullis.host.store.IndexLocation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real PostgreSQL, which is started for it. */
class PostgreSqlIndexTest extends AuditIndexContract {
  @SuppressWarnings("NullAway.Init") // started before any test
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  IndexLocation location() {
    return new IndexLocation.PostgreSql(server.getJdbcUrl("postgres", "postgres"));
  }
}
