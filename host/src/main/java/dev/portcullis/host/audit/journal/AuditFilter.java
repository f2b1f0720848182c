package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.AuditTime;
import dev.portcullis.host.audit.line.StoredRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records to show; what is absent does not restrict.
 *
 * @param principal its id
 * @param action such as {@code execution.create}
 * @param decision what was enforced: {@code allow}, {@code warn} or {@code block}
 * @param skill its name
 * @param from not before
 * @param to before
 */
public record AuditFilter(
    Optional<String> principal,
    Optional<String> action,
    Optional<String> decision,
    Optional<String> skill,
    Optional<Instant> from,
    Optional<Instant> to) {
  /** Every record. */
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  boolean shows(StoredRecord record) {
    return equal(principal, record, "principal.id")
        && equal(action, record, "action")
        && equal(decision, record, "enforced")
        && equal(skill, record, "skill.name")
        // Times of one form compare as text.
        && from.map(AuditTime::format).filter(t -> record.text("time").compareTo(t) < 0).isEmpty()
        && to.map(AuditTime::format).filter(t -> record.text("time").compareTo(t) >= 0).isEmpty();
  }

  private static boolean equal(Optional<String> wanted, StoredRecord record, String path) {
    return wanted.isEmpty() || wanted.get().equals(record.text(path));
  }
}
