package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditUnavailableException;
import java.util.List;
import java.util.Optional;

/** A store that does as the one behind it, but for what a test overrides. */
class StoreInFront implements GovernanceStore {
  private final GovernanceStore behind;

  StoreInFront(GovernanceStore behind) {
    this.behind = behind;
  }

  @Override
  public boolean compareAndSet(
      long expectedVersion, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    return behind.compareAndSet(expectedVersion, next, signed, record);
  }

  @Override
  public Optional<RuntimeConfig> config() {
    return behind.config();
  }

  @Override
  public Optional<byte[]> policy(String digest) {
    return behind.policy(digest);
  }

  @Override
  public List<KeptPolicy> policies() {
    return behind.policies();
  }

  @Override
  public boolean savePolicy(
      String digest, byte[] document, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    return behind.savePolicy(digest, document, signed, record);
  }

  @Override
  public Optional<String> followed() {
    return behind.followed();
  }

  @Override
  public void saveFollowed(String digest) {
    behind.saveFollowed(digest);
  }

  @Override
  public Optional<KillSwitch.Halt> halt() {
    return behind.halt();
  }

  @Override
  public void saveHalt(Optional<KillSwitch.Halt> halt) {
    behind.saveHalt(halt);
  }
}
