package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import java.util.Optional;

/** Reads and changes what rules now. */
public interface Governance {
  /** What is in force. */
  RuntimeConfig current();

  /**
   * Changes mode or thresholds, if nobody else changed anything since {@code expectedVersion}. The
   * change is recorded before it takes effect.
   *
   * @param mode the new mode, or empty to leave it
   * @param thresholds the new thresholds, or empty to leave them
   * @throws StaleVersionException if the version in force is another one
   * @throws AuditUnavailableException if the change cannot be recorded; nothing changed then
   */
  RuntimeConfig change(
      long expectedVersion, Optional<Mode> mode, Optional<Thresholds> thresholds, Caller by)
      throws StaleVersionException, AuditUnavailableException;
}
