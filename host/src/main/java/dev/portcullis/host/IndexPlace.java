package dev.portcullis.host;

import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.store.IndexLocation;

/** Where a home keeps the index of its journal. */
public final class IndexPlace {
  private IndexPlace() {}

  /** The configured PostgreSQL database; otherwise a file in the home. */
  public static IndexLocation of(Home home, HostConfig config) {
    return config
        .audit()
        .indexUrl()
        .<IndexLocation>map(IndexLocation.PostgreSql::new)
        .orElseGet(() -> new IndexLocation.File(home.auditIndex()));
  }
}
