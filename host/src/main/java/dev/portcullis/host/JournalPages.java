package dev.portcullis.host;

import dev.portcullis.host.audit.journal.AuditFilter;
import dev.portcullis.host.audit.journal.AuditPage;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.http.port.AuditPages;
import java.io.IOException;
import java.util.OptionalLong;

/** Reads the journal for the door. */
final class JournalPages implements AuditPages {
  private final JournalReader reader;

  JournalPages(JournalReader reader) {
    this.reader = reader;
  }

  @Override
  public Page page(OptionalLong before, int limit) throws IOException {
    AuditPage page = reader.page(before, limit, AuditFilter.ALL);
    return new Page(
        page.items().stream().map(record -> record.fields().toString()).toList(), page.next());
  }
}
