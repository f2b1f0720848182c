package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.StoredRecord;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records, newest first.
 *
 * @param next give this as {@code before} to go on; empty if nothing older is left
 */
public record AuditPage(List<StoredRecord> items, OptionalLong next) {
  public AuditPage {
    items = List.copyOf(items);
  }
}
