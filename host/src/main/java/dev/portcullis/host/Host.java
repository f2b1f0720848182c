package dev.portcullis.host;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.archive.JournalArchive;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointPublisher;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.Destination;
import dev.portcullis.host.audit.checkpoint.DirectoryDestination;
import dev.portcullis.host.audit.checkpoint.JournalTransparency;
import dev.portcullis.host.audit.checkpoint.SigningKey;
import dev.portcullis.host.audit.checkpoint.WebhookDestination;
import dev.portcullis.host.audit.export.JournalExports;
import dev.portcullis.host.audit.follow.JournalStream;
import dev.portcullis.host.audit.index.FollowingIndex;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.config.HostConfigReader;
import dev.portcullis.host.config.InvalidConfigException;
import dev.portcullis.host.execution.ExecutionSettings;
import dev.portcullis.host.execution.Gate;
import dev.portcullis.host.execution.Preflight;
import dev.portcullis.host.governance.ActivePolicy;
import dev.portcullis.host.governance.Expiry;
import dev.portcullis.host.governance.Ground;
import dev.portcullis.host.governance.HaltSwitch;
import dev.portcullis.host.governance.PolicyArchive;
import dev.portcullis.host.governance.PolicyFile;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StoredGovernance;
import dev.portcullis.host.http.HttpConfig;
import dev.portcullis.host.http.HttpDoor;
import dev.portcullis.host.http.routes.Routes;
import dev.portcullis.host.lifecycle.Closing;
import dev.portcullis.host.lifecycle.Deferred;
import dev.portcullis.host.rehearsal.Rehearsal;
import dev.portcullis.host.sandbox.Sandboxes;
import dev.portcullis.host.sandbox.profile.InvalidProfileException;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import dev.portcullis.host.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running host: everything between its HTTP door and its engine. */
public final class Host implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  /** How long what runs may go on when the host stops. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Closing parts = new Closing();
  private final Home home;
  private final HostConfig config;
  private final HostIdentity identity;
  private final Clock clock = Clock.systemUTC();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private int port;

  private Host(Home home, HostConfig config, HostIdentity identity) {
    this.home = home;
    this.config = config;
    this.identity = identity;
  }

  /** What a host is for. */
  public enum Kind {
    /** Decides and runs. */
    DAEMON,
    /** Decides, records and runs nothing: needs no engine. */
    GATEWAY
  }

  /**
   * Starts a host on {@code home}; it takes requests when this returns.
   *
   * @param port overrides the configured one
   * @throws HostStartException if it cannot; nothing is left running then
   */
  public static Host start(Home home, Kind kind, Optional<Integer> port)
      throws HostStartException, InterruptedException {
    try {
      home.prepare();
      HostConfig config = HostConfigReader.read(home.config());
      Logging.setLevel(config.log().level());
      requireLoopback(config.http());
      Host host = new Host(home, config, new HostIdentity(InstanceId.of(home), Version.current()));
      boolean started = false;
      try {
        host.open(kind, port);
        started = true;
        return host;
      } finally {
        if (!started) {
          host.close();
        }
      }
    } catch (IOException
        | InvalidConfigException
        | JournalRefusedException
        | InvalidPolicyException
        | InvalidProfileException
        | AuditUnavailableException failed) {
      throw new HostStartException(String.valueOf(failed.getMessage()), failed);
    }
  }

  /** Where it listens. */
  public String url() {
    String address = config.http().address();
    return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** Stops admitting, ends what runs, records it, and closes every part; idempotent. */
  @Override
  public void close() {
    parts.close();
  }

  private void open(Kind kind, Optional<Integer> askedPort)
      throws IOException,
          JournalRefusedException,
          InvalidPolicyException,
          InvalidProfileException,
          AuditUnavailableException,
          InterruptedException {
    FileJournal journal =
        parts.add(
            "journal",
            FileJournal.open(
                home.audit(),
                identity,
                new JournalSettings(
                    config.audit().segmentSize().bytes(), JournalSettings.DEFAULT.reservations()),
                clock));
    // Closed after the last checkpoint is signed, which it publishes.
    Deferred publishing = parts.add("publishing", new Deferred());
    CheckpointLog checkpoints =
        parts.add(
            "checkpoints",
            CheckpointLog.open(
                home.audit(),
                journal,
                SigningKey.of(home.signingKey(), "portcullis/" + identity.instance()),
                new CheckpointSettings(
                    config.audit().checkpoints().records(),
                    config.audit().checkpoints().interval())));
    checkpoints.start();
    CheckpointPublisher publisher = publisher(checkpoints, publishing);
    publisher.start();
    parts.add("record of the stop", () -> tell(journal, "system.stop", Map.of()));
    OwedRecords owed = parts.add("owed records", new OwedRecords(journal));
    owed.start();
    Database database = parts.add("database", Database.open(home.database()));
    StoredGovernance store = new StoredGovernance(database);
    ProfileCatalog catalog = catalog();
    ActivePolicy policy =
        ActivePolicy.open(
            new Ground(
                store,
                new PolicyArchive(home.audit()),
                journal,
                new OfferedLanguages(catalog),
                clock),
            firstPolicy(),
            self());
    Expiry expiry = parts.add("expiry of settings", new Expiry(policy, self()));
    expiry.start();
    HaltSwitch killSwitch = new HaltSwitch(store, owed, clock);

    Optional<Engine> engine =
        kind == Kind.DAEMON
            ? Optional.of(Engine.open(config, identity.instance(), catalog, meters, parts))
            : Optional.empty();
    recordLost(journal, owed);
    Preflight preflight =
        parts.add(
            "preflight",
            new Preflight(
                new HostChecks(home, config, catalog, engine.map(Engine::driver)), clock));
    preflight.start();

    Gate gate =
        new Gate(
            killSwitch,
            policy,
            journal,
            owed,
            catalog,
            preflight,
            engine.<Sandboxes>map(Engine::pool).orElseGet(NoSandboxes::new),
            new ExecutionSettings(
                config.execution().queueTime(),
                config.execution().requestsSize(),
                config.execution().resultsKept(),
                config.execution().resultsSize(),
                engine.map(Engine::seccompSha256).orElse("")),
            meters,
            clock);
    killSwitch.onKill(gate::endAll);
    Optional<PolicyFile> policyFile = followPolicy(policy);
    ApiKeys keys = new ApiKeys(database, clock);
    FollowingIndex index = parts.add("audit index", auditIndex(journal));
    index.start();
    FailedLogins logins =
        parts.add(
            "failed logins", new FailedLogins(new KeyAuthenticator(keys), journal::append, clock));
    logins.start();
    RecordedReads reads = parts.add("audit reads", new RecordedReads(journal::append, clock));
    reads.start();
    HostMeters.build(meters, identity.version());
    HostMeters.journal(meters, () -> journal.state().isAvailable());
    HostMeters.index(meters, index::status);
    HostMeters.halted(meters, () -> killSwitch.halted().isPresent());
    tell(journal, "system.start", rules(policy.current()));
    JournalStream stream = new JournalStream(journal.reader());
    openDoor(
        askedPort,
        new Routes.Ports(
            gate,
            policy,
            policy,
            new Rehearsal(policy, policy, killSwitch, journal.reader(), catalog, clock),
            killSwitch,
            logins,
            new RecordedKeys(keys, journal, owed),
            index,
            reads,
            journalPorts(journal, checkpoints, stream),
            new HostVitals(
                home,
                journal,
                checkpoints,
                publisher,
                index,
                killSwitch,
                policyFile,
                expiry,
                preflight,
                catalog.profiles(),
                clock),
            meters));
    parts.add("streams", stream);
    parts.add("executions", () -> gate.stop(GRACE));
  }

  private CheckpointPublisher publisher(CheckpointLog checkpoints, Deferred closing)
      throws IOException, JournalRefusedException {
    HostConfig.Publishing config = this.config.audit().publishing();
    List<Destination> destinations = new ArrayList<>();
    config
        .directory()
        .ifPresent(
            folder -> destinations.add(new DirectoryDestination(folder, checkpoints, clock)));
    config
        .webhook()
        .map(WebhookDestination::new)
        .ifPresent(
            webhook -> {
              destinations.add(webhook);
              closing.add(webhook);
            });
    CheckpointPublisher publisher =
        CheckpointPublisher.open(home.audit(), checkpoints, destinations, config.interval());
    closing.add(publisher);
    return publisher;
  }

  private Routes.JournalPorts journalPorts(
      FileJournal journal, CheckpointLog checkpoints, JournalStream stream) {
    return new Routes.JournalPorts(
        new JournalTransparency(journal.reader(), checkpoints),
        new JournalExports(journal.reader(), checkpoints, clock),
        stream,
        new JournalArchive(
            home.audit(), journal, checkpoints, config.audit().keepArchived(), clock));
  }

  private void openDoor(Optional<Integer> askedPort, Routes.Ports ports) throws IOException {
    HostConfig.Http http = config.http();
    HttpConfig defaults = HttpConfig.on(http.address(), askedPort.orElse(http.port()));
    HttpDoor door =
        parts.add(
            "http",
            HttpDoor.start(
                new HttpConfig(
                    defaults.address(),
                    defaults.port(),
                    (int) http.maxBody().bytes(),
                    Math.max(defaults.bytesInFlight(), 4 * http.maxBody().bytes()),
                    http.hostNames(),
                    http.origins(),
                    http.proxies(),
                    defaults.connections(),
                    defaults.idle(),
                    defaults.bodyPatience(),
                    defaults.grace()),
                ports));
    port = door.port();
    parts
        .add(
            "daemon state",
            new DaemonState(
                home.daemonState(),
                url(),
                identity.instance(),
                identity.version(),
                clock.instant()))
        .start();
    LOG.info("{} {} listens on {}", identity.instance(), identity.version(), url());
  }

  /** The home's policy file, if it has one, rules a new home; the shipped one if not. */
  private byte[] firstPolicy() throws IOException {
    return Files.exists(home.policy())
        ? Files.readAllBytes(home.policy())
        : DefaultPolicy.document();
  }

  private Optional<PolicyFile> followPolicy(ActivePolicy policy) {
    if (!config.policy().followFile()) {
      return Optional.empty();
    }
    PolicyFile file = parts.add("policy file", new PolicyFile(home.policy(), policy, self()));
    file.start();
    return Optional.of(file);
  }

  /**
   * Without pinned images there is nothing to run, and preflight says so; the rest of the host
   * works.
   */
  private ProfileCatalog catalog() throws IOException, InvalidProfileException {
    return Files.exists(home.images())
        ? ProfileCatalog.bundled(home.images())
        : new ProfileCatalog(List.of());
  }

  private FollowingIndex auditIndex(FileJournal journal) {
    return new FollowingIndex(
        IndexPlace.of(home, config), identity.instance(), new FollowedJournal(journal));
  }

  /** Ends on record what the last host let in and did not see end. */
  private static void recordLost(Journal journal, OwedRecords owed) {
    for (OpenExecution lost : journal.openExecutions()) {
      owed.add(lost.lost("host_lost", "the host ended before this did"));
      LOG.warn("{} was lost with the host that ran it", lost.id());
    }
  }

  /** What ruled when the host started: a change whose record outlived it shows as not made. */
  private static Map<String, Object> rules(RuntimeConfig config) {
    return Map.of(
        "config_version", config.version(),
        "mode", config.mode().text(),
        "policy_digest", config.policyDigest());
  }

  private void tell(Journal journal, String action, Map<String, Object> facts) {
    try {
      Map<String, Object> all = new HashMap<>(facts);
      all.put("version", identity.version());
      journal.append(new AuditRecord.SystemEvent(action, all));
    } catch (AuditUnavailableException unavailable) {
      LOG.error("{} is not in the journal", action, unavailable);
    }
  }

  private static Caller self() {
    return new Caller(
        new Principal("host", Set.of(Role.ADMIN), "host"),
        Source.CLI,
        Optional.empty(),
        "start",
        Optional.empty(),
        Optional.empty());
  }

  private static void requireLoopback(HostConfig.Http http) throws HostStartException, IOException {
    if (!http.allowRemoteWithoutTls()
        && !InetAddress.getByName(http.address()).isLoopbackAddress()) {
      throw new HostStartException(
          "http.address is "
              + http.address()
              + ", which others can reach, and there is no TLS: keys and programs would travel in"
              + " the clear. Use 127.0.0.1 behind a proxy with TLS, or say"
              + " allow_remote_without_tls = true");
    }
  }
}
