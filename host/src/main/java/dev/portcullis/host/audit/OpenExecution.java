package dev.portcullis.host.audit;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import java.util.Optional;

/** An execution that was let in and has no {@code finished} record yet. */
public record OpenExecution(
    String id,
    Principal principal,
    Action action,
    Optional<String> language,
    Optional<String> profile) {
  /** What that record let in. */
  public static OpenExecution of(AuditRecord.Decided decided) {
    return new OpenExecution(
        decided.id(),
        decided.caller().principal(),
        decided.action(),
        decided.language(),
        decided.profile());
  }

  /** The record that closes it: nothing of its end is known, for that reason. */
  public AuditRecord.Finished lost(String cause, String detail) {
    return new AuditRecord.Finished(
        id, principal, action, language, profile, Optional.empty(), Ending.unknown(cause, detail));
  }
}
