package dev.portcullis.host;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.http.port.AuditReads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Records by key and minute who read the audit: which routes, how often. */
final class RecordedReads implements AuditReads, AutoCloseable {
  private final Minutes<Reader> reads;

  /** Who reads. */
  private record Reader(String principal, String keyId) {}

  RecordedReads(Minutes.Writer writer, InstantSource clock) {
    this.reads =
        new Minutes<>(
            "audit-reads", writer, clock, new Reader("others", "others"), RecordedReads::record);
  }

  void start() {
    reads.start();
  }

  @Override
  public void note(Caller caller, String route) {
    reads.add(new Reader(caller.principal().id(), caller.principal().keyId()), route);
  }

  private static AuditRecord record(Reader reader, Instant minute, Map<String, Long> routes) {
    return new AuditRecord.SystemEvent(
        "audit.read",
        Map.of(
            "principal",
            reader.principal,
            "key_id",
            reader.keyId,
            "minute",
            minute.toString(),
            "routes",
            routes));
  }

  @Override
  public void close() {
    reads.close();
  }
}
