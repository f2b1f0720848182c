package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;

/** Reads and changes what rules now. */
public interface Governance {
  /** What is in force. */
  RuntimeConfig current();

  /**
   * Changes the configuration, if nobody else changed anything since {@code expectedVersion}. The
   * change is recorded before it takes effect.
   *
   * @throws RefusedChangeException if it names what is not there
   * @throws StaleVersionException if the version in force is another one
   * @throws AuditUnavailableException if the change cannot be recorded; nothing changed then
   */
  RuntimeConfig change(long expectedVersion, ConfigChange change, Caller by)
      throws RefusedChangeException, StaleVersionException, AuditUnavailableException;
}
