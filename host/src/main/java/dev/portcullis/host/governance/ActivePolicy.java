package dev.portcullis.host.governance;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy and run-time configuration in force. Of every change it is first made sure that nobody
 * else changed the same, then it is recorded, then saved, then it takes effect by the swap of one
 * reference, so no decision sees half of it.
 */
public final class ActivePolicy implements Governance, Policies, Rules {
  private static final Logger LOG = LoggerFactory.getLogger(ActivePolicy.class);
  private static final String ACTIVATE = "policy.activate";

  private final Ground ground;
  private final PolicyLibrary library;
  private volatile InForce inForce;

  /** The version in the database: behind that in force while an expiry could not be saved. */
  private long savedVersion;

  private ActivePolicy(Ground ground, PolicyLibrary library, InForce inForce, long savedVersion) {
    this.ground = ground;
    this.library = library;
    this.inForce = inForce;
    this.savedVersion = savedVersion;
  }

  /**
   * Takes up what was saved, or in a new home {@code first}, whose mode and thresholds are the
   * initial ones. What expired meanwhile is for {@link Expiry} to revert.
   *
   * @throws InvalidPolicyException if {@code first}, or the saved policy, cannot be read
   * @throws AuditUnavailableException if the first activation cannot be recorded
   */
  public static ActivePolicy open(Ground ground, byte[] first, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    PolicyLibrary library = new PolicyLibrary(ground);
    Optional<RuntimeConfig> saved = ground.store().config();
    if (saved.isPresent()) {
      PolicyDocument read = PolicyDocument.read(document(library, saved.get().policyDigest()));
      library.archive(read);
      return new ActivePolicy(
          ground,
          library,
          InForce.of(new Governor(read.policy()), saved.get()),
          saved.get().version());
    }
    PolicyDocument read = PolicyDocument.readNew(first, ground.offered());
    Policy policy = read.policy();
    library.keep(read, by);
    RuntimeConfig fresh = new RuntimeConfig(1, policy.mode(), policy.thresholds(), read.digest());
    ActivePolicy active =
        new ActivePolicy(ground, library, InForce.of(new Governor(policy), fresh), 0);
    active.commit(fresh, new AuditRecord.Admin(by, ACTIVATE, Map.of(), ConfigMap.of(fresh, fresh)));
    return active;
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
  public synchronized RuntimeConfig change(long expectedVersion, ConfigChange change, Caller by)
      throws RefusedChangeException, StaleVersionException, AuditUnavailableException {
    RuntimeConfig before = requireVersion(expectedVersion);
    ConfigChange resolved =
        ChangeCheck.resolved(
            change,
            inForce.governor().policy(),
            ground.offered(),
            before,
            ground.clock().instant());
    return take(before.after(resolved), inForce.governor(), "governor.config", by);
  }

  /**
   * Reverts what has expired; the host itself does that. Unlike a change it takes effect once it is
   * recorded, saved or not: a database that is full or locked must not keep a mode off that was
   * meant for an hour. A host that dies before {@link #saveExpired} reverts again when it starts.
   *
   * @throws AuditUnavailableException if that cannot be recorded; that part stays in force then
   */
  synchronized void expire(Caller by) throws AuditUnavailableException {
    Instant now = ground.clock().instant();
    RuntimeConfig before = current();
    RuntimeConfig after = before.at(now);
    while (after.version() != before.version()) {
      AuditRecord.Admin change = change(by, "governor.expire", before, after);
      ground.journal().append(change);
      inForce = InForce.of(inForce.governor(), after);
      LOG.info("reverted to {}", change.after());
      before = after;
      after = before.at(now);
    }
  }

  /** Saves what expired, if it is not saved yet; it was recorded before. */
  synchronized void saveExpired(Caller by) throws AuditUnavailableException {
    RuntimeConfig now = current();
    if (now.version() == savedVersion) {
      return;
    }
    boolean saved =
        ground
            .store()
            .compareAndSet(savedVersion, now, ground.signature(by.principal().id()), () -> {});
    // An earlier save may have succeeded although its end was an error.
    if (!saved && !ground.store().config().equals(Optional.of(now))) {
      throw otherProcess();
    }
    savedVersion = now.version();
  }

  @Override
  public Kept keep(byte[] document, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    return library.keep(PolicyDocument.readNew(document, ground.offered()), by);
  }

  @Override
  public List<KeptPolicy> list() {
    return library.list();
  }

  @Override
  public Optional<byte[]> document(String digest) {
    return library.document(digest);
  }

  @Override
  public Optional<RuntimeConfig> activate(long expectedVersion, String digest, Caller by)
      throws StaleVersionException, InvalidPolicyException, AuditUnavailableException {
    Optional<byte[]> document = library.document(digest);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    PolicyDocument read = PolicyDocument.read(document.get());
    synchronized (this) {
      requireVersion(expectedVersion);
      return Optional.of(activate(read, by));
    }
  }

  /** The digest of the policy file that was last followed; empty if none was yet. */
  Optional<String> followed() {
    return ground.store().followed();
  }

  /** Notes that the policy file with that digest has had its turn. */
  void saveFollowed(String digest) {
    ground.store().saveFollowed(digest);
  }

  /**
   * Keeps and activates what the policy file holds.
   *
   * @throws InvalidPolicyException if it cannot be read or its tests fail; the one in force stays
   * @throws AuditUnavailableException if the change cannot be recorded; nothing changed then
   */
  RuntimeConfig follow(byte[] document, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    PolicyDocument read = PolicyDocument.readNew(document, ground.offered());
    library.keep(read, by);
    synchronized (this) {
      RuntimeConfig after = activate(read, by);
      saveFollowed(read.digest());
      return after;
    }
  }

  private RuntimeConfig activate(PolicyDocument read, Caller by) throws AuditUnavailableException {
    RuntimeConfig before = current();
    return before.policyDigest().equals(read.digest())
        ? before
        : take(before.with(read.digest()), new Governor(read.policy()), ACTIVATE, by);
  }

  private RuntimeConfig requireVersion(long expected) throws StaleVersionException {
    RuntimeConfig before = current();
    if (before.version() != expected) {
      throw new StaleVersionException(before.version());
    }
    return before;
  }

  private RuntimeConfig take(RuntimeConfig after, Governor governor, String action, Caller by)
      throws AuditUnavailableException {
    commit(after, change(by, action, current(), after));
    inForce = InForce.of(governor, after);
    return after;
  }

  private static AuditRecord.Admin change(
      Caller by, String action, RuntimeConfig before, RuntimeConfig after) {
    return new AuditRecord.Admin(
        by, action, ConfigMap.of(before, after), ConfigMap.of(after, before));
  }

  private void commit(RuntimeConfig after, AuditRecord.Admin change)
      throws AuditUnavailableException {
    AtomicBoolean recorded = new AtomicBoolean();
    boolean saved = false;
    try {
      saved =
          ground
              .store()
              .compareAndSet(
                  savedVersion,
                  after,
                  ground.signature(change.caller().principal().id()),
                  () -> {
                    ground.journal().append(change);
                    recorded.set(true);
                  });
    } finally {
      if (recorded.get() && !saved) {
        takeBack(change);
      }
    }
    if (!saved) {
      throw otherProcess();
    }
    savedVersion = after.version();
  }

  private static IllegalStateException otherProcess() {
    return new IllegalStateException(
        "another process changed the configuration in this home's database; restart the host");
  }

  /** The record was written and the save failed after all: the journal must not say otherwise. */
  private void takeBack(AuditRecord.Admin change) {
    try {
      ground
          .journal()
          .append(
              new AuditRecord.Admin(
                  change.caller(),
                  change.action() + ".undone",
                  /* before= */ change.after(),
                  /* after= */ change.before()));
    } catch (AuditUnavailableException unavailable) {
      LOG.error(
          "the journal says of {} that it was done, and it was not", change.action(), unavailable);
    }
  }

  private static byte[] document(PolicyLibrary library, String digest) {
    return library
        .document(digest)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the database names the policy " + digest + " and does not hold it"));
  }
}
