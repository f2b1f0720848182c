package dev.portcullis.host.governance;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.Journal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policy and run-time configuration in force. A change is recorded, then saved, then takes
 * effect by the swap of one reference, so no decision sees half of it.
 */
public final class ActivePolicy implements Governance, Rules {
  private final GovernanceStore store;
  private final Journal journal;
  private volatile InForce inForce;

  private ActivePolicy(GovernanceStore store, Journal journal, InForce inForce) {
    this.store = store;
    this.journal = journal;
    this.inForce = inForce;
  }

  /**
   * Takes up what was saved, or in a new home {@code first}, whose mode and thresholds are the
   * initial ones.
   *
   * @throws InvalidPolicyException if {@code first}, or the saved policy, cannot be read
   * @throws AuditUnavailableException if the first activation cannot be recorded
   */
  public static ActivePolicy open(GovernanceStore store, Journal journal, byte[] first, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    Optional<RuntimeConfig> saved = store.config();
    if (saved.isPresent()) {
      RuntimeConfig config = saved.get();
      byte[] document =
          store
              .policy(config.policyDigest())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the database names the policy "
                              + config.policyDigest()
                              + " and does not hold it"));
      Policy policy = new PolicyReader().read(document);
      return new ActivePolicy(store, journal, inForce(policy, config));
    }
    Policy policy = new PolicyReader().read(first);
    Settings initial = Settings.initialOf(policy, 1);
    InForce fresh = new InForce(new Governor(policy), initial);
    journal.append(new AuditRecord.Admin(by, "policy.activate", Map.of(), asMap(fresh.config())));
    store.savePolicy(policy.digest().text(), first);
    store.compareAndSet(0, fresh.config());
    return new ActivePolicy(store, journal, fresh);
  }

  @Override
  public InForce inForce() {
    return inForce;
  }

  @Override
  public RuntimeConfig current() {
    return inForce.config();
  }

  @Override
  public synchronized RuntimeConfig change(
      long expectedVersion, Optional<Mode> mode, Optional<Thresholds> thresholds, Caller by)
      throws StaleVersionException, AuditUnavailableException {
    RuntimeConfig before = current();
    if (before.version() != expectedVersion) {
      throw new StaleVersionException(before.version());
    }
    RuntimeConfig after =
        new RuntimeConfig(
            before.version() + 1,
            mode.orElse(before.mode()),
            thresholds.orElse(before.thresholds()),
            before.policyDigest());
    take(before, after, inForce.governor(), "governor.config", by);
    return after;
  }

  /**
   * Activates another policy; mode and thresholds stay as they are.
   *
   * @throws InvalidPolicyException if it cannot be read or its tests fail; the one in force stays
   * @throws AuditUnavailableException if the change cannot be recorded; nothing changed then
   */
  public synchronized RuntimeConfig activate(byte[] document, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    Policy policy = new PolicyReader().read(document);
    RuntimeConfig before = current();
    if (before.policyDigest().equals(policy.digest().text())) {
      return before;
    }
    RuntimeConfig after =
        new RuntimeConfig(
            before.version() + 1, before.mode(), before.thresholds(), policy.digest().text());
    store.savePolicy(after.policyDigest(), document);
    take(before, after, new Governor(policy), "policy.activate", by);
    return after;
  }

  private void take(
      RuntimeConfig before, RuntimeConfig after, Governor governor, String action, Caller by)
      throws AuditUnavailableException {
    journal.append(new AuditRecord.Admin(by, action, asMap(before), asMap(after)));
    if (!store.compareAndSet(before.version(), after)) {
      throw new IllegalStateException(
          "another process changed the configuration in this home's database");
    }
    inForce =
        new InForce(governor, new Settings(after.mode(), after.thresholds(), after.version()));
  }

  private static InForce inForce(Policy policy, RuntimeConfig config) {
    return new InForce(
        new Governor(policy), new Settings(config.mode(), config.thresholds(), config.version()));
  }

  private static Map<String, Object> asMap(RuntimeConfig config) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("config_version", config.version());
    map.put("mode", config.mode().text());
    map.put("warn", (long) config.thresholds().warn());
    map.put("block", (long) config.thresholds().block());
    map.put("policy_digest", config.policyDigest());
    return map;
  }
}
