package dev.portcullis.host.governance;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import java.util.List;
import java.util.Optional;

/** Keeps policies, each under the digest of its bytes, and says which one rules. */
public interface Policies {
  /**
   * Keeps a policy, which does not make it rule. One that is kept already stays as it was.
   *
   * @throws InvalidPolicyException if it cannot be read or one of its tests fails
   * @throws AuditUnavailableException if that cannot be recorded; it is not kept then
   */
  Kept keep(byte[] document, Caller by) throws InvalidPolicyException, AuditUnavailableException;

  /** Every policy that is kept, the newest first. */
  List<KeptPolicy> list();

  /** The bytes of a policy that is kept. */
  Optional<byte[]> document(String digest);

  /**
   * Makes a kept policy rule, if nobody else changed anything since {@code expectedVersion}. Mode,
   * thresholds and toggles stay as they are.
   *
   * @return the configuration in force; empty if no such policy is kept
   * @throws StaleVersionException if the version in force is another one
   * @throws InvalidPolicyException if this version of the host cannot read it any more
   * @throws AuditUnavailableException if the change cannot be recorded; nothing changed then
   */
  Optional<RuntimeConfig> activate(long expectedVersion, String digest, Caller by)
      throws StaleVersionException, InvalidPolicyException, AuditUnavailableException;

  /**
   * What became of a policy that was to be kept.
   *
   * @param isNew whether it was not kept before
   */
  record Kept(String digest, boolean isNew) {}
}
