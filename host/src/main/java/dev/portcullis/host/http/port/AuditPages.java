package dev.portcullis.host.http.port;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Reads the journal from its newest record to its oldest. */
@FunctionalInterface
public interface AuditPages {
  /**
   * Some records, the newest first.
   *
   * @param before only those with a lower sequence number
   * @param limit at most so many, at least 1
   */
  Page page(OptionalLong before, int limit) throws IOException;

  /**
   * One page.
   *
   * @param records each one line of the journal: a JSON object without its line feed
   * @param next what to ask {@code before} for the next page; empty at the journal's beginning
   */
  record Page(List<String> records, OptionalLong next) {
    public Page {
      records = List.copyOf(records);
    }
  }
}
