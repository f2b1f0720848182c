package dev.portcullis.host.store;

import java.nio.file.Path;

/** Where the audit index is kept. Switched over without {@code default}. */
public sealed interface IndexLocation {
  /** Without secrets, for people. */
  String shown();

  /** A SQLite database of its own, which is made if need be. */
  record File(Path path) implements IndexLocation {
    @Override
    public String shown() {
      return path.toString();
    }
  }

  /**
   * A PostgreSQL database that is there.
   *
   * @param url {@code jdbc:postgresql://...}; a password in it is never shown
   */
  record PostgreSql(String url) implements IndexLocation {
    private static final String SCHEME = "jdbc:postgresql:";

    public PostgreSql {
      if (!url.startsWith(SCHEME)) {
        throw new IllegalArgumentException("an index is at a URL that begins with " + SCHEME);
      }
      // The driver takes what is before an @ for part of the host's name, and says it in messages.
      if (withoutQuery(url).contains("@")) {
        throw new IllegalArgumentException(
            "an index's user and password are in its URL's query, not before the host");
      }
    }

    @Override
    public String shown() {
      return withoutQuery(url);
    }

    private static String withoutQuery(String url) {
      int query = url.indexOf('?');
      return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
      return shown();
    }
  }
}
