package dev.portcullis.host.execution;

import static dev.portcullis.host.execution.GateUnderTest.OPERATOR;
import static dev.portcullis.host.execution.GateUnderTest.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.portcullis.governor.RuleTrace;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.governance.Toggle;
import dev.portcullis.host.rehearsal.Explanation;
import dev.portcullis.host.rehearsal.Hypothesis;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.rehearsal.Rehearsal;
import dev.portcullis.host.rehearsal.RehearsalBusyException;
import dev.portcullis.host.rehearsal.Replayed;
import dev.portcullis.host.sandbox.Bytes;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate would decide, asked without asking it. */
class RehearsedGateTest {
  private static final String RULES =
      "  - {id: all, match: {}, effect: allow, rate: {count: 1, per: 1h, by: principal}}\n"
          + "  - {id: spawns, match: {}, risk: 45, message: It starts programs,"
          + " when: 'facts.indicators.exists(i, i.family == \"process\")'}\n"
          + "  - {id: tried, match: {}, effect: block, stage: shadow}\n"
          + "  - {id: cron, match: {sources: [cron], roles: [auditor]}, effect: block}\n";
  private static final String SPAWNS = "import os\nos.system('id')";

  @TempDir private Path folder;

  @Test
  void explain_aRequest_tellsOfEveryRuleAndLeavesNoTrace() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      int records = host.records("decided").size() + host.records("admin").size();

      Explanation explanation = explain(host, "py", SPAWNS, Optional.empty());
      for (int i = 0; i < 5; i++) {
        explain(host, "py", SPAWNS, Optional.empty());
      }

      assertThat(explanation.enforced()).isEqualTo(Effect.WARN);
      assertThat(explanation.judgement().decision().riskSum().points()).isEqualTo(45);
      assertThat(explanation.request().language()).contains("python");
      assertThat(explanation.request().profile()).contains("python");
      assertThat(explanation.grant()).isPresent();
      assertThat(explanation.trace())
          .extracting(RuleTrace::id, RuleTrace::stage, RuleTrace::matched)
          .containsExactly(
              tuple(new RuleId("all"), Stage.ENFORCE, true),
              tuple(new RuleId("spawns"), Stage.ENFORCE, true),
              tuple(new RuleId("tried"), Stage.SHADOW, true));
      assertThat(explanation.unfit())
          .singleElement()
          .satisfies(
              unfit -> {
                assertThat(unfit.rule().id()).isEqualTo(new RuleId("cron"));
                assertThat(unfit.parts()).containsExactly("roles", "sources");
              });
      assertThat(host.records("decided").size() + host.records("admin").size()).isEqualTo(records);
      assertThat(host.sandboxes.started).hasValue(0);
      assertThat(host.registry.find("portcullis.decisions").counter()).isNull();
      assertThat(host.registry.find("portcullis.shadow.matches").counter()).isNull();
      // The rate of one an hour is still there for the one who really asks.
      host.admitted(GateUnderTest.python("print(1)")).await();
    }
  }

  @Test
  void explain_aRequest_saysWhatTheGateThenDoes() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      for (Mode mode : Mode.values()) {
        host.policy.change(host.policy.current().version(), ConfigChange.of(mode), OPERATOR);
        for (String code : List.of("print(1)", SPAWNS)) {
          Explanation explanation = explain(host, "python", code, Optional.empty());

          host.gate.submit(
              GateUnderTest.request(code, PartialLimits.NONE, true), GateUnderTest.AGENT);

          assertThat(host.records("decided").getLast().text("enforced"))
              .as("%s in mode %s", code, mode)
              .isEqualTo(explanation.enforced().text());
        }
      }
    }
  }

  @Test
  void explain_rulesAndLanguagesSwitchedOff_areShownAsThat() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      host.policy.change(1, ConfigChange.of(Toggle.Kind.RULE, "spawns", Toggle.DISABLED), OPERATOR);
      host.policy.change(
          2, ConfigChange.of(Toggle.Kind.LANGUAGE, "python", Toggle.DISABLED), OPERATOR);

      Explanation explanation = explain(host, "python", SPAWNS, Optional.empty());

      assertThat(explanation.disabled())
          .extracting(rule -> rule.id().text())
          .containsExactly("spawns");
      assertThat(explanation.trace())
          .extracting(trace -> trace.id().text())
          .doesNotContain("spawns");
      assertThat(explanation.switchedOff()).contains("python");
      assertThat(explanation.enforced()).isEqualTo(Effect.BLOCK);
      assertThat(explanation.judgement().decision().outcome()).contains(Effect.ALLOW);
    }
  }

  @Test
  void explain_modeOffHaltedAndUnknownLanguage_saysSo() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      host.policy.change(1, ConfigChange.of(Mode.OFF), OPERATOR);
      host.killSwitch.kill(OPERATOR, "drill");

      Explanation explanation = explain(host, "cobol", "DISPLAY 1", Optional.empty());

      assertThat(explanation.enforced()).isEqualTo(Effect.ALLOW);
      assertThat(explanation.trace()).isNotEmpty();
      assertThat(String.join("\n", explanation.notes()))
          .contains("does not offer that language")
          .contains("halted")
          .contains("the mode is off");
    }
  }

  @Test
  void explain_keptPolicy_isAskedInPlaceOfTheOneThatRules() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      String strict =
          host.policy
              .keep(
                  policy("  - {id: none, match: {}, effect: block}\n")
                      .getBytes(StandardCharsets.UTF_8),
                  OPERATOR)
              .digest();

      assertThat(explain(host, "python", "1", Optional.of(strict)).enforced())
          .isEqualTo(Effect.BLOCK);
      assertThat(
              rehearsal(host)
                  .explain(hypothesis("python", "1", Optional.of("sha256:" + "0".repeat(64)))))
          .isEmpty();
    }
  }

  @Test
  void replay_keptPolicy_isUnderTheTogglesInForce() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      host.gate.submit(
          GateUnderTest.request("print(1)", PartialLimits.NONE, true), GateUnderTest.AGENT);
      String strict =
          host.policy
              .keep(
                  policy(
                          "  - {id: all, match: {}, effect: allow}\n  - {id: none, match: {}, effect: block}\n")
                      .getBytes(StandardCharsets.UTF_8),
                  OPERATOR)
              .digest();

      assertThat(flips(host, strict)).isOne();
      assertThat(host.policy.activate(1, strict, OPERATOR)).isPresent();
      host.policy.change(2, ConfigChange.of(Toggle.Kind.RULE, "none", Toggle.SHADOW), OPERATOR);
      assertThat(flips(host, strict)).isZero();
      assertThat(rehearsal(host).replay("sha256:" + "0".repeat(64), Span.EVERYTHING))
          .isInstanceOf(Replayed.UnknownPolicy.class);
    }
  }

  @Test
  void replay_whileAnotherIsUnderWay_isBusy() throws Exception {
    try (var host =
            new GateUnderTest(Files.createDirectory(folder.resolve("gate")), policy(RULES));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Path audit = Files.createDirectory(folder.resolve("audit"));
      Path pipe = audit.resolve("%020d.jsonl".formatted(1));
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      var policies = new PoliciesInFront(host.policy, 1);
      Rehearsal rehearsal = rehearsal(host, policies, JournalReader.ofFiles(audit));
      String digest = host.policy.current().policyDigest();

      Future<Replayed> first = other.submit(() -> rehearsal.replay(digest, Span.EVERYTHING));
      // Opening a pipe to write waits for its reader, so the first one is under way then.
      try (OutputStream writer = Files.newOutputStream(pipe)) {
        assertThat(rehearsal.replay(digest, Span.EVERYTHING)).isInstanceOf(Replayed.Busy.class);
        assertThat(rehearsal.replay("sha256:" + "0".repeat(64), Span.EVERYTHING))
            .isInstanceOf(Replayed.Busy.class);
        assertThat(policies.read).hasValue(0);
        writer.flush();
      }

      assertThat(first.get()).isInstanceOf(Replayed.Done.class);
    }
  }

  @Test
  void explainAndReplay_oneKeptPolicy_readItOnce() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES))) {
      String other = keep(host);
      var policies = new PoliciesInFront(host.policy, 3);
      Rehearsal rehearsal = rehearsal(host, policies, host.journal.reader());

      Hypothesis hypothesis = hypothesis("python", "1", Optional.of(other));
      Effect first = rehearsal.explain(hypothesis).orElseThrow().enforced();
      Effect second = rehearsal.explain(hypothesis).orElseThrow().enforced();
      rehearsal.replay(other, Span.EVERYTHING);

      assertThat(List.of(first, second)).containsOnly(Effect.BLOCK);
      assertThat(policies.read).hasValue(1);
    }
  }

  @Test
  void explain_fourUnderWay_isBusyUntilOneEnds() throws Exception {
    try (var host = new GateUnderTest(folder, policy(RULES));
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      var policies = new PoliciesInFront(host.policy, 0);
      Rehearsal rehearsal = rehearsal(host, policies, host.journal.reader());
      Hypothesis hypothesis = hypothesis("python", "1", Optional.of(keep(host)));
      List<Future<Optional<Explanation>>> under = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        under.add(others.submit(() -> rehearsal.explain(hypothesis)));
      }
      policies.asked.acquire(4);
      try {
        // Asks for the policy in force, so that it would not wait either.
        assertThatThrownBy(() -> rehearsal.explain(hypothesis("python", "1", Optional.empty())))
            .isInstanceOf(RehearsalBusyException.class);
      } finally {
        policies.let.release(4);
      }

      for (Future<Optional<Explanation>> one : under) {
        assertThat(one.get()).isPresent();
      }
      assertThat(rehearsal.explain(hypothesis)).isPresent();
    }
  }

  private static String keep(GateUnderTest host) throws Exception {
    String strict = policy("  - {id: none, match: {}, effect: block}\n");
    return host.policy.keep(strict.getBytes(StandardCharsets.UTF_8), OPERATOR).digest();
  }

  private static long flips(GateUnderTest host, String digest) throws Exception {
    return ((Replayed.Done) rehearsal(host).replay(digest, Span.EVERYTHING)).diff().flips();
  }

  private static Explanation explain(
      GateUnderTest host, String language, String code, Optional<String> policy) throws Exception {
    return rehearsal(host).explain(hypothesis(language, code, policy)).orElseThrow();
  }

  private static Rehearsal rehearsal(GateUnderTest host) {
    return rehearsal(host, host.policy, host.journal.reader());
  }

  private static Rehearsal rehearsal(GateUnderTest host, Policies policies, JournalReader journal) {
    return new Rehearsal(
        host.policy, policies, host.killSwitch, journal, GateUnderTest.CATALOG, Clock.systemUTC());
  }

  private static Hypothesis hypothesis(String language, String code, Optional<String> policy) {
    return new Hypothesis(
        Action.EXECUTION_CREATE,
        "agent-1",
        Set.of(Role.AGENT),
        Source.API,
        Optional.of(language),
        Optional.empty(),
        Optional.empty(),
        Bytes.of(code.getBytes(StandardCharsets.UTF_8)),
        0,
        0,
        0,
        PartialLimits.NONE,
        Optional.of(Instant.parse("2026-03-01T12:00:00Z")),
        policy);
  }
}
