package dev.portcullis.host.execution;

import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.governance.ActivePolicy;
import dev.portcullis.host.governance.Ground;
import dev.portcullis.host.governance.HaltSwitch;
import dev.portcullis.host.governance.Offered;
import dev.portcullis.host.governance.PolicyArchive;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gate on a real journal and a real governor, with scripted sandboxes behind it. */
final class GateUnderTest implements AutoCloseable {
  static final Caller OPERATOR =
      new Caller(
          new Principal("ops", Set.of(Role.OPERATOR), "key_ops"),
          Source.CLI,
          Optional.empty(),
          "req_ops",
          Optional.empty(),
          Optional.empty());
  static final Caller AGENT =
      new Caller(
          new Principal("agent-1", Set.of(Role.AGENT), "key_1"),
          Source.API,
          Optional.of("127.0.0.1"),
          "req_1",
          Optional.of("0af7651916cd43dd8448eb211c80319c"),
          Optional.empty());

  private static final Offered PYTHON =
      new Offered() {
        @Override
        public Optional<String> language(String word) {
          return word.equals("py") || word.equals("python")
              ? Optional.of("python")
              : Optional.empty();
        }

        @Override
        public Map<String, String> aliases() {
          return Map.of("py", "python");
        }

        @Override
        public List<String> languages() {
          return List.of("python");
        }
      };
  private static final Limits DEFAULTS = limits(10, 256);
  private static final Limits MAXIMUM = limits(60, 1024);
  static final ProfileCatalog CATALOG = new ProfileCatalog(List.of(profile()));

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final ScriptedSandboxes sandboxes = new ScriptedSandboxes();
  final List<PreflightCheck> checks = new CopyOnWriteArrayList<>();
  final InMemoryGovernanceStore store = new InMemoryGovernanceStore();
  final FileJournal journal;
  final OwedRecords owed;
  final HaltSwitch killSwitch;
  final ActivePolicy policy;
  final Gate gate;
  private final Preflight preflight;

  /** Done by every request after it came and before it is judged. */
  volatile Runnable atTheGate = () -> {};

  GateUnderTest(Path folder, String document) throws Exception {
    Clock clock = Clock.systemUTC();
    journal =
        FileJournal.open(folder, new HostIdentity("test", "0"), JournalSettings.DEFAULT, clock);
    owed = new OwedRecords(journal);
    killSwitch = new HaltSwitch(store, owed, clock);
    policy =
        ActivePolicy.open(
            new Ground(store, new PolicyArchive(folder), journal, PYTHON, clock),
            document.getBytes(StandardCharsets.UTF_8),
            OPERATOR);
    preflight = new Preflight(() -> checks, clock);
    preflight.refresh();
    gate =
        new Gate(
            killSwitch,
            policy,
            journal,
            owed,
            CATALOG,
            preflight,
            sandboxes,
            new ExecutionSettings(
                Duration.ofSeconds(5),
                ByteSize.ofMebibytes(1),
                Duration.ofMinutes(5),
                ByteSize.ofMebibytes(1),
                "seccomp-digest"),
            registry,
            () -> {
              atTheGate.run();
              return clock.instant();
            });
    killSwitch.onKill(gate::endAll);
  }

  static String policy(String rules) throws Exception {
    String document = "apiVersion: portcullis.dev/v1\nkind: Policy\nrules:\n" + rules;
    new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8));
    return document;
  }

  static String allowAll() throws Exception {
    return policy("  - {id: all, match: {actions: [execution.create]}, effect: allow}\n");
  }

  static ExecutionRequest python(String code) {
    return request(code, PartialLimits.NONE, false);
  }

  static ExecutionRequest request(String code, PartialLimits asked, boolean dryRun) {
    return new ExecutionRequest(
        "py",
        Optional.empty(),
        new ExecutionRequest.Source.Code(Bytes.of(code.getBytes(StandardCharsets.UTF_8))),
        Bytes.EMPTY,
        List.of(),
        Map.of("GREETING", "secret-value"),
        List.of(),
        asked,
        List.of(),
        dryRun);
  }

  /** A caller of that name, with that key. */
  static Caller caller(String principal, String key, Role... roles) {
    return new Caller(
        new Principal(principal, Set.of(roles), key),
        Source.API,
        Optional.empty(),
        "req_1",
        Optional.empty(),
        Optional.empty());
  }

  /** Submits, and expects it to be let in. */
  Execution admitted(ExecutionRequest request) {
    return admitted(request, AGENT);
  }

  Execution admitted(ExecutionRequest request, Caller caller) {
    return switch (gate.submit(request, caller)) {
      case Admission.Admitted(Execution execution) -> execution;
      case Admission.Refused(Refusal refusal) -> throw new AssertionError(refusal);
      case Admission.Judged judged -> throw new AssertionError(judged);
    };
  }

  /** Submits, and expects it to be refused. */
  Refusal refused(ExecutionRequest request) {
    return refused(request, AGENT);
  }

  Refusal refused(ExecutionRequest request, Caller caller) {
    return switch (gate.submit(request, caller)) {
      case Admission.Refused(Refusal refusal) -> refusal;
      case Admission.Admitted admitted -> throw new AssertionError(admitted);
      case Admission.Judged judged -> throw new AssertionError(judged);
    };
  }

  /** The record that ends it, as if it had ended already. */
  static AuditRecord.Finished journalsEndOf(Execution execution) {
    return new AuditRecord.Finished(
        execution.id().text(),
        execution.owner(),
        Action.EXECUTION_CREATE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Ending.unknown("host_lost", "a test says so"));
  }

  void refreshPreflight() throws InterruptedException {
    preflight.refresh();
  }

  /** The records of that stage, in order. */
  List<StoredRecord> records(String stage) throws Exception {
    List<StoredRecord> found = new ArrayList<>();
    journal
        .reader()
        .forEachFrom(
            1,
            record -> {
              if (record.text("stage").equals(stage)) {
                found.add(record);
              }
            });
    return found;
  }

  @Override
  public void close() throws IOException {
    gate.stop(Duration.ZERO);
    preflight.close();
    owed.close();
    journal.close();
  }

  private static Profile profile() {
    return new Profile(
        "python",
        "sha256:" + "0".repeat(64),
        "1".repeat(64),
        List.of(
            new Language(
                "python",
                List.of("py"),
                "3.11",
                "main.py",
                List.of("/usr/bin/python3", "{entry}"),
                List.of())),
        DEFAULTS,
        MAXIMUM,
        ByteSize.ofMebibytes(16),
        ByteSize.ofMebibytes(16),
        false,
        1);
  }

  private static Limits limits(int seconds, int mebibytes) {
    return new Limits(
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(seconds),
        ByteSize.ofMebibytes(mebibytes),
        64,
        ByteSize.ofMebibytes(1),
        ByteSize.ofMebibytes(64));
  }
}
