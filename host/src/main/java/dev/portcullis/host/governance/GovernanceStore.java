package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditUnavailableException;
import java.util.List;
import java.util.Optional;

/** Keeps what rules across restarts. */
public interface GovernanceStore {
  /** The run-time configuration as it was last saved; empty in a new home. */
  Optional<RuntimeConfig> config();

  /**
   * Saves {@code next} if the saved version still is {@code expectedVersion}, 0 standing for none.
   *
   * @param signed when and by whom; also of the activation, where {@code next} names another policy
   * @param record done once it is sure that the version fits, and before the save is final; where
   *     it fails nothing is saved
   * @return whether it was saved; {@code record} was not done if not
   */
  boolean compareAndSet(
      long expectedVersion, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException;

  /** The bytes of a policy that was saved, by its digest. */
  Optional<byte[]> policy(String digest);

  /** Every policy, the newest first. */
  List<KeptPolicy> policies();

  /**
   * Saves a policy's bytes; they never change under one digest.
   *
   * @param record done before the save is final; where it fails nothing is saved
   * @return whether it was saved; {@code record} was not done if not, since it had been before
   */
  boolean savePolicy(String digest, byte[] document, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException;

  /** The digest of the policy file that was last followed; empty if none was. */
  Optional<String> followed();

  /** Saves which content of the policy file was followed. */
  void saveFollowed(String digest);

  /** The halt that is in force. */
  Optional<KillSwitch.Halt> halt();

  /** Saves a halt, or that there is none. */
  void saveHalt(Optional<KillSwitch.Halt> halt);

  /** Writes the record of a change. */
  @FunctionalInterface
  interface Recording {
    /** Returns when it is on disk. */
    void write() throws AuditUnavailableException;
  }
}
