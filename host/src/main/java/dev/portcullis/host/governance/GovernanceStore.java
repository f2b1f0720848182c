package dev.portcullis.host.governance;

import java.util.Optional;

/** Keeps what rules across restarts. */
public interface GovernanceStore {
  /** The run-time configuration as it was last saved; empty in a new home. */
  Optional<RuntimeConfig> config();

  /**
   * Saves {@code next} if the saved version still is {@code expectedVersion}, 0 standing for none.
   */
  boolean compareAndSet(long expectedVersion, RuntimeConfig next);

  /** The bytes of a policy that was saved, by its digest. */
  Optional<byte[]> policy(String digest);

  /** Saves a policy's bytes; they never change under one digest. */
  void savePolicy(String digest, byte[] document);

  /** The halt that is in force. */
  Optional<KillSwitch.Halt> halt();

  /** Saves a halt, or that there is none. */
  void saveHalt(Optional<KillSwitch.Halt> halt);
}
