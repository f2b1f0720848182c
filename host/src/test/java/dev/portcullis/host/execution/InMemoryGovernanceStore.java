package dev.portcullis.host.execution;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.governance.GovernanceStore;
import dev.portcullis.host.governance.KeptPolicy;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.RuntimeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps nothing longer than the test. */
final class InMemoryGovernanceStore implements GovernanceStore {
  private final Map<String, byte[]> policies = new HashMap<>();
  private @Nullable RuntimeConfig config;
  private KillSwitch.@Nullable Halt halt;

  @Override
  public synchronized Optional<RuntimeConfig> config() {
    return Optional.ofNullable(config);
  }

  @Override
  public synchronized boolean compareAndSet(
      long expectedVersion, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    if ((config == null ? 0 : config.version()) != expectedVersion) {
      return false;
    }
    record.write();
    config = next;
    return true;
  }

  @Override
  public synchronized Optional<byte[]> policy(String digest) {
    return Optional.ofNullable(policies.get(digest));
  }

  @Override
  public List<KeptPolicy> policies() {
    throw new UnsupportedOperationException("no test of the gate lists policies");
  }

  @Override
  public synchronized boolean savePolicy(
      String digest, byte[] document, KeptPolicy.Signature signed, Recording record)
      throws AuditUnavailableException {
    if (policies.containsKey(digest)) {
      return false;
    }
    record.write();
    policies.put(digest, document.clone());
    return true;
  }

  @Override
  public Optional<String> followed() {
    return Optional.empty();
  }

  @Override
  public void saveFollowed(String digest) {
    throw new UnsupportedOperationException("no test of the gate follows a file");
  }

  @Override
  public synchronized Optional<KillSwitch.Halt> halt() {
    return Optional.ofNullable(halt);
  }

  @Override
  public synchronized void saveHalt(Optional<KillSwitch.Halt> next) {
    halt = next.orElse(null);
  }
}
