package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.line.Draft;
import java.util.concurrent.CompletableFuture;

/**
 * A record on its way to disk.
 *
 * @param reserved whether its space was set aside, so that it is written on a full disk too
 */
record Pending(
    AuditRecord record, Draft draft, boolean reserved, CompletableFuture<Appended> done) {
  static Pending of(AuditRecord record, HostIdentity host, boolean reserved) {
    return new Pending(record, Draft.of(record, host), reserved, new CompletableFuture<>());
  }
}
