package dev.portcullis.host.execution;

import static dev.portcullis.host.execution.GateUnderTest.AGENT;
import static dev.portcullis.host.execution.GateUnderTest.OPERATOR;
import static dev.portcullis.host.execution.GateUnderTest.allowAll;
import static dev.portcullis.host.execution.GateUnderTest.policy;
import static dev.portcullis.host.execution.GateUnderTest.python;
import static dev.portcullis.host.execution.GateUnderTest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  @TempDir private Path folder;

  @Test
  void submit_allowed_runsBetweenTwoRecords() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      Execution execution = host.admitted(python("print('hi')"));
      ExecutionResult result = execution.await();

      assertThat(result.exit()).isEqualTo(new Exit.Exited(0));
      assertThat(new String(result.stdout().bytes().toArray(), UTF_8)).isEqualTo("hi\n");
      assertThat(execution.status()).isEqualTo(Execution.Status.FINISHED);
      assertThat(execution.decision().rules()).containsExactly("all");
      assertThat(host.records("decided"))
          .singleElement()
          .satisfies(
              decided -> {
                assertThat(decided.text("id")).isEqualTo(execution.id().text());
                assertThat(decided.text("enforced")).isEqualTo("allow");
              });
      assertThat(host.records("finished"))
          .singleElement()
          .satisfies(
              finished -> {
                assertThat(finished.text("id")).isEqualTo(execution.id().text());
                assertThat(finished.text("outcome.cause")).isEqualTo("exited");
                assertThat(finished.text("sandbox.driver")).isEqualTo("scripted");
              });
      host.sandboxes.awaitNoneOpen();
    }
  }

  @Test
  void submit_anyRequest_leavesNeitherCodeNorEnvironmentValuesInTheJournal() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.admitted(python("print('unmistakable')")).await();

      String everything = host.records("decided").toString() + host.records("finished");
      assertThat(everything)
          .contains("GREETING")
          .doesNotContain("unmistakable")
          .doesNotContain("secret-value");
    }
  }

  @Test
  void submit_blockedByPolicy_isOnRecordAndStartsNothing() throws Exception {
    String blocks =
        policy(
            "  - {id: all, match: {actions: [execution.create]}, effect: allow}\n"
                + "  - {id: no-agents, match: {actions: [execution.create], roles: [agent]},"
                + " effect: block, message: Agents may not}\n");
    try (var host = new GateUnderTest(folder, blocks)) {
      Refusal refusal = host.refused(python("print(1)"));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.POLICY_BLOCKED);
      assertThat(refusal.decision().orElseThrow().rules()).containsExactly("no-agents");
      assertThat(refusal.decision().orElseThrow().warnings()).containsExactly("Agents may not");
      assertThat(host.records("decided")).hasSize(1);
      assertThat(host.records("finished")).isEmpty();
      assertThat(host.sandboxes.started).hasValue(0);
    }
  }

  @Test
  void submit_codeThatShowsSomething_isJudgedByItAndOnRecordWithoutTheCode() throws Exception {
    String looks =
        policy(
            "  - {id: all, match: {}, effect: allow}\n"
                + "  - {id: no-secrets, match: {}, effect: block,"
                + " when: 'facts.indicators.exists(i, i.id == \"sensitive-path\")'}\n");
    try (var host = new GateUnderTest(folder, looks)) {
      Refusal refusal = host.refused(python("x = 1\nopen('/etc/shadow')"));

      assertThat(refusal.decision().orElseThrow().rules()).containsExactly("no-secrets");
      assertThat(host.records("decided").toString())
          .contains("{\"family\":\"sensitive-path\",\"id\":\"sensitive-path\",\"line\":2}")
          .doesNotContain("/etc/shadow");
    }
  }

  @Test
  void submit_dryRun_decidesRecordsAndRunsNothing() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      Admission admission = host.gate.submit(request("print(1)", PartialLimits.NONE, true), AGENT);

      assertThat(admission).isInstanceOf(Admission.Judged.class);
      assertThat(host.records("decided"))
          .singleElement()
          .satisfies(decided -> assertThat(decided.fields().path("dry_run").asBoolean()).isTrue());
      assertThat(host.records("finished")).isEmpty();
      assertThat(host.sandboxes.started).hasValue(0);
    }
  }

  @Test
  void submit_overARate_isRefusedWithTheTimeToWaitAndOnRecord() throws Exception {
    String rated =
        policy(
            "  - {id: all, match: {actions: [execution.create]}, effect: allow,"
                + " rate: {count: 1, per: 1m, by: principal}}\n");
    try (var host = new GateUnderTest(folder, rated)) {
      host.admitted(python("print(1)")).await();
      Refusal refusal = host.refused(python("print(1)"));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.RATE_LIMITED);
      assertThat(refusal.retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
      assertThat(host.records("decided"))
          .last()
          .satisfies(decided -> assertThat(decided.text("enforced")).isEqualTo("block"));
    }
  }

  @Test
  void submit_unknownLanguageAndAbsurdLimits_namesEveryField() throws Exception {
    PartialLimits absurd =
        new PartialLimits(
            Optional.of(Duration.ofMillis(-1)),
            Optional.empty(),
            Optional.of(ByteSize.ofMebibytes(1 << 20)),
            OptionalInt.of(0),
            Optional.empty(),
            Optional.empty());
    try (var host = new GateUnderTest(folder, allowAll())) {
      Refusal refusal = host.refused(request("print(1)", absurd, false));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_REQUEST);
      assertThat(refusal.errors())
          .extracting(FieldError::pointer)
          .containsExactly("/limits/wall_ms", "/limits/memory_bytes", "/limits/pids");
      assertThat(host.records("decided")).isEmpty();
    }
  }

  @Test
  void submit_preflightFails_isAdmittedAndFinishedAsRefused() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.checks.add(
          new PreflightCheck(
              "seccomp_profile", PreflightCheck.Status.FAIL, "changed", "restore it"));
      host.refreshPreflight();
      ExecutionResult result = host.admitted(python("print(1)")).await();

      assertThat(result.refusal().orElseThrow().code()).isEqualTo(Refusal.Code.PREFLIGHT_FAILED);
      assertThat(result.exit().cause()).isEqualTo("refused");
      assertThat(host.records("finished"))
          .singleElement()
          .satisfies(
              finished ->
                  assertThat(finished.text("outcome.problem")).isEqualTo("preflight_failed"));
      assertThat(host.sandboxes.started).hasValue(0);
    }
  }

  @Test
  void submit_noSandboxToBeHad_isFinishedAsRefusedWithItsReason() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.leasing = () -> new Lease.Saturated(Duration.ofSeconds(2));
      assertThat(refusalOf(host).code()).isEqualTo(Refusal.Code.SATURATED);
      host.sandboxes.leasing =
          () -> {
            throw new EngineUnavailableException("the socket is gone");
          };
      assertThat(refusalOf(host).code()).isEqualTo(Refusal.Code.ENGINE_UNAVAILABLE);
      host.sandboxes.leasing =
          () -> {
            throw new ReceiptDriftException("the root is writable");
          };
      assertThat(refusalOf(host).code()).isEqualTo(Refusal.Code.PREFLIGHT_FAILED);

      assertThat(host.records("finished"))
          .extracting(record -> record.text("outcome.problem"))
          .containsExactly("saturated", "engine_unavailable", "preflight_failed");
    }
  }

  @Test
  void submit_engineLostWhileRunning_endsAsEngineLostWithTheOutputSoFar() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running =
          (program, sink, _) -> {
            ScriptedSandboxes.printsHello(program, sink, new CountDownLatch(0));
            throw new EngineUnavailableException("gone");
          };
      ExecutionResult result = host.admitted(python("print(1)")).await();

      assertThat(result.exit().cause()).isEqualTo("engine_lost");
      assertThat(result.stdout().bytes().size()).isEqualTo(3);
      host.sandboxes.awaitNoneOpen();
    }
  }

  @Test
  void submit_driverHasABug_stillFinishesAndClosesTheSandbox() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running =
          (_, _, _) -> {
            throw new IllegalStateException("a bug");
          };
      ExecutionResult result = host.admitted(python("print(1)")).await();

      assertThat(result.exit().cause()).isEqualTo("host_lost");
      assertThat(host.records("finished")).hasSize(1);
      host.sandboxes.awaitNoneOpen();
    }
  }

  @Test
  void cancel_whileRunning_endsAsCancelled() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      Execution execution = host.admitted(python("while True: pass"));
      execution.cancel();

      assertThat(execution.await().exit().cause()).isEqualTo("cancelled");
      assertThat(host.records("finished")).hasSize(1);
    }
  }

  @Test
  void cancel_whileQueued_endsBeforeItsProgramStarts() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      var queued = new CountDownLatch(1);
      host.sandboxes.leasing =
          () -> {
            queued.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("nobody grants this");
          };
      Execution execution = host.admitted(python("print(1)"));
      queued.await();
      execution.cancel();

      assertThat(execution.await().exit().cause()).isEqualTo("cancelled");
      assertThat(host.sandboxes.started).hasValue(0);
    }
  }

  @Test
  void kill_whileRunning_endsItAndRefusesTheNextUntilResumed() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      Execution execution = host.admitted(python("while True: pass"));
      host.killSwitch.kill(OPERATOR, "drill");

      assertThat(execution.await().exit().cause()).isIn("cancelled", "refused");
      assertThat(host.refused(python("print(1)")).code()).isEqualTo(Refusal.Code.HALTED);
      assertThat(host.records("decided"))
          .last()
          .satisfies(decided -> assertThat(decided.text("enforced")).isEqualTo("block"));
      assertThat(host.records("admin")).extracting(r -> r.text("action")).contains("kill");

      host.killSwitch.resume(OPERATOR);
      host.sandboxes.running = ScriptedSandboxes::printsHello;
      assertThat(host.admitted(python("print(1)")).await().exit().cause()).isEqualTo("exited");
    }
  }

  @Test
  void submit_journalClosed_isRefusedAndStartsNothing() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.journal.close();

      assertThat(host.refused(python("print(1)")).code()).isEqualTo(Refusal.Code.AUDIT_UNAVAILABLE);
      assertThat(host.sandboxes.started).hasValue(0);
      host.killSwitch.kill(OPERATOR, "works without the journal");
      assertThat(host.refused(python("print(1)")).code()).isEqualTo(Refusal.Code.HALTED);
    }
  }

  @Test
  void submit_asManyEndsPromisedAsTheJournalCan_isSaturatedAndStartsNothing() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      List<Reservation> promised = new ArrayList<>();
      for (int i = 0; i < JournalSettings.DEFAULT.reservations(); i++) {
        promised.add(host.journal.reserve().orElseThrow());
      }

      Refusal refusal = host.refused(python("print(1)"));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.SATURATED);
      assertThat(refusal.retryAfter().orElseThrow()).isPositive();
      assertThat(host.journal.state().isAvailable()).isTrue();
      assertThat(host.sandboxes.started).hasValue(0);
      assertThat(host.records("decided")).isEmpty();
      promised.getFirst().close();
      assertThat(host.admitted(python("print(1)")).await().exit().cause()).isEqualTo("exited");
      promised.forEach(Reservation::close);
    }
  }

  @Test
  void submit_journalClosed_saysNothingOfTheMachine() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.journal.close();

      assertThat(host.refused(python("print(1)")).detail())
          .doesNotContain("closed", "stopped", folder.toString());
    }
  }

  @Test
  void submit_endThatCannotBeWritten_isAnsweredAndHoldsNoSpace() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      Execution execution = host.admitted(python("print(1)"));
      host.journal.append(GateUnderTest.journalsEndOf(execution));
      execution.cancel();

      ExecutionResult result =
          CompletableFuture.supplyAsync(() -> awaited(execution)).get(20, TimeUnit.SECONDS);
      assertThat(result.exit().cause()).isEqualTo("host_lost");
      assertThat(host.records("finished")).hasSize(1);
      assertThat(host.journal.state().reserved()).isZero();
    }
  }

  @Test
  void stop_requestAtTheGate_waitsForItsEnd() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      var came = new CountDownLatch(1);
      var goesOn = new CountDownLatch(1);
      host.atTheGate =
          () -> {
            came.countDown();
            awaited(goesOn);
          };
      Thread caller = Thread.ofVirtual().start(() -> host.gate.submit(python("print(1)"), AGENT));
      came.await();
      Thread stopping = Thread.ofVirtual().start(() -> host.gate.stop(Duration.ofMillis(1)));

      assertThat(stopping.join(Duration.ofMillis(300))).isFalse();
      goesOn.countDown();
      assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
      caller.join();
      assertThat(host.records("decided")).hasSize(1);
      assertThat(host.records("finished")).hasSize(1);
    }
  }

  @Test
  void change_mode_isRecordedWithBeforeAndAfterAndRefusesAStaleVersion() throws Exception {
    try (var host =
        new GateUnderTest(
            folder,
            policy(
                "  - {id: risky, match: {actions: [execution.create]}, effect: warn}\n  - {id: all, match: {actions: [execution.create]}, effect: allow}\n"))) {
      assertThat(host.admitted(python("print(1)")).decision().enforced()).isEqualTo("warn");
      long version = host.policy.current().version();
      host.policy.change(version, ConfigChange.of(Mode.HARD_BLOCK), OPERATOR);

      assertThat(host.refused(python("print(1)")).code()).isEqualTo(Refusal.Code.POLICY_BLOCKED);
      assertThat(host.records("admin"))
          .last()
          .satisfies(
              change -> {
                assertThat(change.text("change.before.mode")).isEqualTo("soft_block");
                assertThat(change.text("change.after.mode")).isEqualTo("hard_block");
              });
      assertThatThrownBy(() -> host.policy.change(version, ConfigChange.of(Mode.OFF), OPERATOR))
          .isInstanceOf(StaleVersionException.class);
    }
  }

  @Test
  void list_manyExecutions_pagesFromTheNewestByOwner() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      Execution first = host.admitted(python("print(1)"));
      Execution second = host.admitted(python("print(2)"));
      first.await();
      second.await();

      assertThat(host.gate.list(Optional.of("agent-1"), Optional.empty(), 1))
          .containsExactly(second);
      assertThat(host.gate.list(Optional.of("agent-1"), Optional.of(second.id()), 9))
          .containsExactly(first);
      assertThat(host.gate.list(Optional.of("somebody-else"), Optional.empty(), 9)).isEmpty();
    }
  }

  @Test
  void submit_moreThanTheHostHoldsAtOnce_isSaturatedUntilOneEnds() throws Exception {
    try (var host = new GateUnderTest(folder, allowAll())) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      String large = "#" + "x".repeat(700_000);
      Execution first = host.admitted(python(large));

      assertThat(host.refused(python(large)).code()).isEqualTo(Refusal.Code.SATURATED);
      first.cancel();
      assertThat(first.await().exit().cause()).isEqualTo("cancelled");
      host.gate.stop(Duration.ZERO);
      assertThat(host.records("decided")).hasSize(1);
    }
  }

  private static ExecutionResult awaited(Execution execution) {
    try {
      return execution.await();
    } catch (InterruptedException late) {
      throw new AssertionError("nobody answered", late);
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException late) {
      throw new AssertionError("nobody went on", late);
    }
  }

  private static Refusal refusalOf(GateUnderTest host) throws InterruptedException {
    return host.admitted(python("print(1)")).await().refusal().orElseThrow();
  }
}
