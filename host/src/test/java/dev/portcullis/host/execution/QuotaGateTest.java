package dev.portcullis.host.execution;

import static dev.portcullis.host.execution.GateUnderTest.AGENT;
import static dev.portcullis.host.execution.GateUnderTest.OPERATOR;
import static dev.portcullis.host.execution.GateUnderTest.caller;
import static dev.portcullis.host.execution.GateUnderTest.policy;
import static dev.portcullis.host.execution.GateUnderTest.python;
import static dev.portcullis.host.execution.GateUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.quota.Standing;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates and quotas at the gate: whom they count, what is recorded, and that nothing is lost. */
class QuotaGateTest {
  private static final Caller OTHER_KEY = caller("agent-1", "key_2", Role.AGENT);
  private static final Caller OTHER_AGENT = caller("agent-2", "key_3", Role.AGENT);

  @TempDir private Path folder;

  @Test
  void submit_rateByRole_countsAllAgentsTogetherAndOperatorsApart() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("rate: {count: 1, per: 1h, by: role}"))) {
      host.admitted(python("1")).await();

      assertThat(host.refused(python("1"), OTHER_AGENT).code())
          .isEqualTo(Refusal.Code.RATE_LIMITED);
      host.admitted(python("1"), OPERATOR).await();
    }
  }

  @Test
  void submit_rateByKey_countsTheKeysOfOnePrincipalApart() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("rate: {count: 1, per: 1h, by: key}"))) {
      host.admitted(python("1")).await();

      assertThat(host.refused(python("1")).code()).isEqualTo(Refusal.Code.RATE_LIMITED);
      host.admitted(python("1"), OTHER_KEY).await();
    }
  }

  @Test
  void submit_rateByPrincipal_countsTheKeysOfOnePrincipalTogether() throws Exception {
    try (var host =
        new GateUnderTest(folder, bounded("rate: {count: 1, per: 1h, by: principal}"))) {
      host.admitted(python("1")).await();

      assertThat(host.refused(python("1"), OTHER_KEY).code()).isEqualTo(Refusal.Code.RATE_LIMITED);
      host.admitted(python("1"), OTHER_AGENT).await();
    }
  }

  @Test
  void submit_moreAtOnceThanTheQuota_isRefusedRecordedAndLetInAgainAfterwards() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("quota: {concurrent: 2}"))) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      Execution first = host.admitted(python("1"));
      Execution second = host.admitted(python("1"));
      assertThat(second.standings())
          .singleElement()
          .satisfies(standing -> assertThat(standing.remaining()).isZero());

      Refusal refusal = host.refused(python("1"));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.RATE_LIMITED);
      assertThat(refusal.detail()).contains("2 executions at once");
      assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
      assertThat(refusal.standings()).extracting(Standing::remaining).containsExactly(0L);
      assertThat(host.records("decided"))
          .last()
          .satisfies(
              decided -> {
                assertThat(decided.text("enforced")).isEqualTo("block");
                assertThat(decided.fields().path("rules").toString()).contains("bounded");
              });
      host.admitted(python("1"), OTHER_AGENT).cancel();
      first.cancel();
      first.await();
      host.admitted(python("1")).cancel();
      second.cancel();
    }
  }

  @ParameterizedTest
  @CsvSource({"audit_only, true", "soft_block, true", "hard_block, true", "off, false"})
  void submit_overARate_isRefusedInEveryModeButOff(String mode, boolean refused) throws Exception {
    String document =
        bounded("rate: {count: 1, per: 1h}").replace("rules:", "mode: " + mode + "\nrules:");
    try (var host = new GateUnderTest(folder, document)) {
      host.admitted(python("1")).await();

      Admission second = host.gate.submit(python("1"), AGENT);

      assertThat(second instanceof Admission.Refused).isEqualTo(refused);
    }
  }

  @Test
  void submit_dryRun_takesNoPlaceAndNoToken() throws Exception {
    try (var host =
        new GateUnderTest(
            folder, bounded("quota: {concurrent: 1}, rate: {count: 1, per: 1h, by: principal}"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(host.gate.submit(request("1", PartialLimits.NONE, true), AGENT))
            .isInstanceOf(Admission.Judged.class);
      }
      host.admitted(python("1")).await();
    }
  }

  @Test
  void submit_blockedByPolicy_usesUpNothing() throws Exception {
    String blocks =
        policy(
            "  - {id: all, match: {}, effect: allow}\n"
                + "  - {id: bounded, match: {}, rate: {count: 1, per: 1h}}\n"
                + "  - {id: no-secrets, match: {}, effect: block,"
                + " when: 'facts.indicators.exists(i, i.id == \"sensitive-path\")'}\n");
    try (var host = new GateUnderTest(folder, blocks)) {
      for (int i = 0; i < 3; i++) {
        assertThat(host.refused(python("open('/etc/shadow')")).code())
            .isEqualTo(Refusal.Code.POLICY_BLOCKED);
      }
      host.admitted(python("1")).await();
    }
  }

  @Test
  void submit_journalTakesNoRecord_givesTokenAndPlaceBack() throws Exception {
    try (var host =
        new GateUnderTest(
            folder, bounded("quota: {concurrent: 1}, rate: {count: 1, per: 1h, by: principal}"))) {
      host.journal.close();

      for (int i = 0; i < 3; i++) {
        // Were anything lost, the second would be rate limited.
        assertThat(host.refused(python("1")).code()).isEqualTo(Refusal.Code.AUDIT_UNAVAILABLE);
      }
      assertThat(host.gate.placesTaken()).isZero();
    }
  }

  @Test
  void submit_whateverBecomesOfIt_leavesItsPlace() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("quota: {concurrent: 1}"))) {
      host.admitted(python("1")).await();
      host.sandboxes.leasing = () -> new Lease.Saturated(Duration.ofSeconds(2));
      host.admitted(python("1")).await();
      host.sandboxes.leasing =
          () -> {
            throw new EngineUnavailableException("the socket is gone");
          };
      host.admitted(python("1")).await();
      host.sandboxes.leasing =
          () -> {
            throw new ReceiptDriftException("the root is writable");
          };
      host.admitted(python("1")).await();
      host.sandboxes.leasing =
          () -> {
            throw new IllegalStateException("a bug of the pool");
          };
      host.admitted(python("1")).await();
      host.sandboxes.leasing = host.sandboxes::granted;
      host.sandboxes.running =
          (_, _, _) -> {
            throw new EngineUnavailableException("gone while it ran");
          };
      host.admitted(python("1")).await();
      host.sandboxes.running =
          (_, _, _) -> {
            throw new AssertionError("an error of the driver");
          };
      host.admitted(python("1")).await();
      cancelledWhileItWaits(host);
      cancelledWhileItRuns(host);
      host.checks.add(
          new PreflightCheck("clock", PreflightCheck.Status.FAIL, "it is off", "set it"));
      host.refreshPreflight();
      host.admitted(python("1")).await();

      assertThat(host.gate.placesTaken()).isZero();
    }
  }

  @Test
  void kill_whatRuns_leavesItsPlace() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("quota: {concurrent: 1}"))) {
      host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
      Execution running = host.admitted(python("1"));

      host.killSwitch.kill(OPERATOR, "an exercise");
      running.await();

      assertThat(host.gate.placesTaken()).isZero();
    }
  }

  @Test
  void submit_endThatCannotBeWritten_leavesItsPlace() throws Exception {
    try (var host = new GateUnderTest(folder, bounded("quota: {concurrent: 1}"))) {
      host.sandboxes.running =
          (program, sink, cancelled) -> {
            try {
              host.journal.close();
            } catch (IOException broken) {
              throw new AssertionError(broken);
            }
            return ScriptedSandboxes.printsHello(program, sink, cancelled);
          };
      host.admitted(python("1")).await();

      assertThat(host.gate.placesTaken()).isZero();
    }
  }

  private static void cancelledWhileItWaits(GateUnderTest host) throws Exception {
    var waiting = new CountDownLatch(1);
    host.sandboxes.leasing =
        () -> {
          waiting.countDown();
          new CountDownLatch(1).await();
          throw new AssertionError("nobody counts down");
        };
    Execution queued = host.admitted(python("1"));
    waiting.await();
    queued.cancel();
    queued.await();
    host.sandboxes.leasing = host.sandboxes::granted;
  }

  private static void cancelledWhileItRuns(GateUnderTest host) throws Exception {
    host.sandboxes.running = ScriptedSandboxes::waitsForCancel;
    Execution running = host.admitted(python("1"));
    running.cancel();
    running.await();
    host.sandboxes.running = ScriptedSandboxes::printsHello;
  }

  private static String bounded(String bound) throws Exception {
    return policy(
        "  - {id: all, match: {actions: [execution.create]}, effect: allow}\n"
            + "  - {id: bounded, match: {}, "
            + bound
            + "}\n");
  }
}
