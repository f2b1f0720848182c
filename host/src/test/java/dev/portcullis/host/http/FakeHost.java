package dev.portcullis.host.http;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditArchive;
import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.AuditStream;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.TransparencyLog;
import dev.portcullis.host.audit.index.AuditIndex;
import dev.portcullis.host.audit.index.AuditSummary;
import dev.portcullis.host.audit.index.Dimension;
import dev.portcullis.host.audit.index.IndexUnavailableException;
import dev.portcullis.host.audit.index.RecordPage;
import dev.portcullis.host.audit.index.RecordQuery;
import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.execution.Execution;
import dev.portcullis.host.execution.ExecutionId;
import dev.portcullis.host.execution.ExecutionRequest;
import dev.portcullis.host.execution.Executions;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.RefusedChangeException;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.http.port.Authenticator.Authenticated;
import dev.portcullis.host.http.port.Keys;
import dev.portcullis.host.http.port.Vitals;
import dev.portcullis.host.http.routes.Routes;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every port the door asks, remembering what it was asked. Keys are the names of roles. */
final class FakeHost implements Executions, Governance, KillSwitch, Keys, AuditIndex, Vitals {
  final List<ConfigChange> changes = new CopyOnWriteArrayList<>();
  final FakePolicies policies = new FakePolicies(this);
  final FakeRehearsals rehearsals = new FakeRehearsals();
  final List<ExecutionRequest> submitted = new CopyOnWriteArrayList<>();
  final List<Caller> callers = new CopyOnWriteArrayList<>();
  final ConcurrentSkipListMap<String, FakeExecution> kept = new ConcurrentSkipListMap<>();
  final Map<String, Key> keys = new ConcurrentHashMap<>();
  final Set<String> revoked = ConcurrentHashMap.newKeySet();
  final List<String> journal = new CopyOnWriteArrayList<>();
  volatile BiFunction<ExecutionRequest, Caller, Admission> answer =
      (request, caller) ->
          request.dryRun()
              ? new Admission.Judged(FakeExecution.DECISION, FakeExecution.LIMITS)
              : new Admission.Admitted(keep(caller).ending(FakeExecution.printed("42\n")));
  volatile RuntimeConfig config =
      new RuntimeConfig(7, Mode.SOFT_BLOCK, new Thresholds(40, 70), "sha256:" + "a".repeat(64));
  volatile boolean journalTakesRecords = true;
  volatile boolean indexAnswers = true;
  final List<RecordQuery> asked = new CopyOnWriteArrayList<>();
  final List<String> reads = new CopyOnWriteArrayList<>();
  final List<String> spans = new CopyOnWriteArrayList<>();
  volatile List<String> causes = List.of();
  private volatile Optional<Halt> halt = Optional.empty();
  private int made;

  private final Routes.JournalPorts journalPorts;

  FakeHost() {
    this(
        new Routes.JournalPorts(
            nobody(TransparencyLog.class),
            nobody(AuditExports.class),
            nobody(AuditStream.class),
            nobody(AuditArchive.class)));
  }

  FakeHost(Routes.JournalPorts journalPorts) {
    this.journalPorts = journalPorts;
  }

  /** A port that is not there. */
  private static <T> T nobody(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  Routes.Ports ports() {
    return new Routes.Ports(
        this,
        this,
        policies,
        rehearsals,
        this,
        this::authenticate,
        this,
        this,
        (caller, route) -> reads.add(caller.principal().id() + " " + route),
        journalPorts,
        this,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  FakeExecution keep(Caller caller) {
    return keep(caller.principal());
  }

  FakeExecution keep(Principal owner) {
    var execution = new FakeExecution(owner);
    kept.put(execution.id.text(), execution);
    return execution;
  }

  static Principal principal(String name, Role role) {
    return new Principal(name, Set.of(role), "key_" + name);
  }

  /**
   * The key {@code agent-2} is of another principal with the role of an agent, {@code
   * agent+auditor} of one with both.
   */
  private Optional<Authenticated> authenticate(String bearer, String clientIp) {
    if (revoked.contains(bearer)) {
      return Optional.empty();
    }
    Set<Role> roles =
        Stream.of(bearer.split("-", -1)[0].split("\\+", -1))
            .flatMap(role -> Role.of(role).stream())
            .collect(Collectors.toSet());
    return roles.isEmpty()
        ? Optional.empty()
        : Optional.of(new Authenticated(new Principal(bearer, roles, "key_" + bearer), Source.API));
  }

  @Override
  public Admission submit(ExecutionRequest request, Caller caller) {
    submitted.add(request);
    callers.add(caller);
    return answer.apply(request, caller);
  }

  @Override
  public Optional<Execution> find(ExecutionId id) {
    return Optional.ofNullable(kept.get(id.text()));
  }

  @Override
  public List<Execution> list(Optional<String> owner, Optional<ExecutionId> before, int limit) {
    var older =
        before.isPresent()
            ? kept.headMap(before.get().text(), false).descendingMap()
            : kept.descendingMap();
    return older.values().stream()
        .filter(execution -> owner.isEmpty() || execution.owner().id().equals(owner.get()))
        .limit(limit)
        .map(Execution.class::cast)
        .toList();
  }

  @Override
  public RuntimeConfig current() {
    return config;
  }

  @Override
  public RuntimeConfig change(long expectedVersion, ConfigChange change, Caller by)
      throws RefusedChangeException, StaleVersionException, AuditUnavailableException {
    if (expectedVersion != config.version()) {
      throw new StaleVersionException(config.version());
    }
    requireJournal();
    changes.add(change);
    config =
        new RuntimeConfig(
            config.version() + 1,
            change.mode().orElse(config.mode()),
            change.thresholds().orElse(config.thresholds()),
            config.policyDigest());
    return config;
  }

  @Override
  public Optional<Halt> halted() {
    return halt;
  }

  @Override
  public Halt kill(Caller by, String reason) {
    Halt halted = new Halt(by.principal().id(), reason, Instant.parse("2026-01-02T03:04:05Z"));
    halt = Optional.of(halted);
    return halted;
  }

  @Override
  public void resume(Caller by) {
    halt = Optional.empty();
  }

  @Override
  public Created create(String principal, Set<Role> roles, Source source, Caller by)
      throws AuditUnavailableException {
    requireJournal();
    Key key = new Key("key_" + ++made, principal, roles, source, Instant.EPOCH, Optional.empty());
    keys.put(key.id(), key);
    return new Created(key, "ptc_secret" + made);
  }

  @Override
  public List<Key> list() {
    return new ArrayList<>(keys.values());
  }

  @Override
  public Optional<Created> rotate(String id, Caller by) {
    return Optional.ofNullable(keys.get(id)).map(key -> new Created(key, "ptc_rotated"));
  }

  @Override
  public Optional<Key> revoke(String id, Caller by) {
    return Optional.ofNullable(
        keys.computeIfPresent(
            id,
            (_, key) ->
                new Key(
                    key.id(),
                    key.principal(),
                    key.roles(),
                    key.source(),
                    key.createdAt(),
                    Optional.of(Instant.EPOCH))));
  }

  @Override
  public RecordPage find(RecordQuery query) throws TooGeneralException, IndexUnavailableException {
    asked.add(query);
    requireIndex();
    if (query.text().equals(Optional.of("a"))) {
      throw new TooGeneralException("write more of it");
    }
    int end = (int) Math.min(query.before().orElse(journal.size()), journal.size());
    int begin = Math.max(0, end - query.limit());
    return new RecordPage(
        journal.subList(begin, end).reversed(),
        begin == 0 ? OptionalLong.empty() : OptionalLong.of(begin));
  }

  @Override
  public AuditSummary summary(Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException {
    spans.add(from + " " + to + " " + top);
    requireIndex();
    return new AuditSummary(
        3,
        Map.of(Dimension.ACTION, counts(Dimension.ACTION, from, to, top)),
        journal,
        List.of(new AuditSummary.Hour(Instant.EPOCH, 3, 1, 0, 2)),
        false);
  }

  @Override
  public AuditSummary.Counts counts(
      Dimension dimension, Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException {
    requireIndex();
    return new AuditSummary.Counts(
        2,
        List.of(new AuditSummary.Count("execution.create", 2), new AuditSummary.Count("kill", 1)));
  }

  private void requireIndex() throws IndexUnavailableException {
    if (!indexAnswers) {
      throw new IndexUnavailableException("/secret/path is not there");
    }
  }

  @Override
  public List<String> warnings() {
    return indexAnswers ? List.of() : List.of("audit_index");
  }

  @Override
  public List<String> unreadyBecause() {
    return causes;
  }

  @Override
  public Health health() {
    return new Health(Duration.ofSeconds(90), 2_500_000, 12_340_000_000L, preflight());
  }

  @Override
  public List<PreflightCheck> preflight() {
    return List.of(
        new PreflightCheck("engine", PreflightCheck.Status.PASS, "API 1.41", ""),
        new PreflightCheck(
            "apparmor", PreflightCheck.Status.WARN, "the kernel has none", "boot with it"));
  }

  @Override
  public List<Profile> profiles() {
    return List.of(
        new Profile(
            "python",
            "sha256:" + "b".repeat(64),
            "c".repeat(64),
            List.of(
                new Language(
                    "python",
                    List.of("py", "python3"),
                    "3.11.2",
                    "main.py",
                    List.of("/usr/bin/python3", "{entry}"),
                    List.of())),
            FakeExecution.LIMITS,
            FakeExecution.LIMITS,
            ByteSize.ofMebibytes(16),
            ByteSize.ofMebibytes(16),
            false,
            1));
  }

  private void requireJournal() throws AuditUnavailableException {
    if (!journalTakesRecords) {
      throw new AuditUnavailableException("the disk is full: free some space");
    }
  }
}
