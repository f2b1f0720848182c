package dev.portcullis.host.execution;

import static dev.portcullis.host.execution.GateUnderTest.AGENT;
import static dev.portcullis.host.execution.GateUnderTest.OPERATOR;
import static dev.portcullis.host.execution.GateUnderTest.policy;
import static dev.portcullis.host.execution.GateUnderTest.python;
import static dev.portcullis.host.execution.GateUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.Toggle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators switch while requests come. */
class ToggledGateTest {
  @TempDir private Path folder;

  @Test
  void submit_languageIsSwitchedOff_isBlockedInEveryModeAndOnRecord() throws Exception {
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      Instant until = Instant.now().plusSeconds(3600);
      change(host, ConfigChange.of(Toggle.Kind.LANGUAGE, "py", Toggle.DISABLED).until(until));
      change(host, ConfigChange.of(Mode.OFF));

      Refusal refusal = host.refused(python("print(1)"));

      assertThat(refusal.code()).isEqualTo(Refusal.Code.POLICY_BLOCKED);
      assertThat(refusal.detail()).contains("python").contains("off until " + until);
      assertThat(refusal.decision().orElseThrow().rules()).containsExactly("toggle:language");
      StoredRecord decided = host.records("decided").getLast();
      assertThat(decided.text("enforced")).isEqualTo("block");
      assertThat(decided.text("mode")).isEqualTo("off");
      assertThat(decided.fields().at("/rules/0/id").asText()).isEqualTo("toggle:language");
      assertThat(host.sandboxes.started).hasValue(0);

      change(host, ConfigChange.of(Toggle.Kind.LANGUAGE, "python", Toggle.ENABLED));
      host.admitted(python("print(1)")).await();
    }
  }

  @Test
  void submit_languageIsSwitchedOff_recordsWhatThePolicyWouldHaveSaid() throws Exception {
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      change(host, ConfigChange.of(Toggle.Kind.LANGUAGE, "python", Toggle.DISABLED));

      host.refused(python("print(1)"));

      assertThat(host.records("decided").getLast().text("computed")).isEqualTo("allow");
    }
  }

  @Test
  void submit_blockRuleIsDisabledShadowedAndEnabled_countsOnlyWhenEnabled() throws Exception {
    String document =
        policy(
            "  - {id: all, match: {}, effect: allow}\n"
                + "  - {id: never, match: {}, effect: block}\n");
    try (var host = new GateUnderTest(folder, document)) {
      assertThat(host.refused(python("print(1)")).decision().orElseThrow().rules())
          .containsExactly("never");

      change(host, ConfigChange.of(Toggle.Kind.RULE, "never", Toggle.DISABLED));
      assertThat(host.admitted(python("print(1)")).decision().enforced()).isEqualTo("allow");
      assertThat(shadowed(host)).isZero();

      change(host, ConfigChange.of(Toggle.Kind.RULE, "never", Toggle.SHADOW));
      assertThat(host.admitted(python("print(1)")).decision().enforced()).isEqualTo("allow");
      assertThat(shadowed(host)).isOne();

      change(host, ConfigChange.of(Toggle.Kind.RULE, "never", Toggle.ENABLED));
      assertThat(host.refused(python("print(1)")).code()).isEqualTo(Refusal.Code.POLICY_BLOCKED);
      assertThat(shadowed(host)).isOne();
    }
  }

  @Test
  void reload_underFullLoad_losesNoRequestAndMixesNoTwoPolicies() throws Exception {
    try (var host = new GateUnderTest(folder, numbered(0));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, String> ruleOf = new HashMap<>();
      List<String> digests = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        byte[] document = numbered(i).getBytes(StandardCharsets.UTF_8);
        digests.add(host.policy.keep(document, OPERATOR).digest());
        ruleOf.put(digests.get(i), "allow-" + i);
      }
      AtomicBoolean reloading = new AtomicBoolean(true);
      CountDownLatch begun = new CountDownLatch(8);
      List<Future<List<DecisionRecord>>> judged = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        judged.add(callers.submit(() -> judgeWhile(host, reloading, begun)));
      }
      begun.await();
      int reloads = 0;
      for (; reloads < 60; reloads++) {
        String next = digests.get((reloads + 1) % digests.size());
        assertThat(host.policy.activate(host.policy.current().version(), next, OPERATOR))
            .isPresent();
      }
      reloading.set(false);

      int answers = 0;
      for (Future<List<DecisionRecord>> future : judged) {
        for (DecisionRecord decision : future.get()) {
          String rule = ruleOf.get(decision.policyDigest());
          assertThat(decision.rules()).containsExactly(rule, "warn-" + rule);
          assertThat(decision.configVersion() % digests.size())
              .as("the version that named this policy")
              .isEqualTo((digests.indexOf(decision.policyDigest()) + 1) % digests.size());
          answers++;
        }
      }
      assertThat(host.records("decided")).hasSize(answers);
      assertThat(host.policy.current().version()).isEqualTo(1 + reloads);
      assertThat(answers).isGreaterThan(8);
    }
  }

  /** Each allows and warns by rules of its own, so that a mixture would show. */
  private static String numbered(int number) throws Exception {
    return policy(
        "  - {id: allow-N, match: {}, effect: warn}\n  - {id: warn-allow-N, match: {}, effect: warn, risk: 1}\n  - {id: all, match: {}, effect: allow}\n"
            .replace("N", Integer.toString(number)));
  }

  private static List<DecisionRecord> judgeWhile(
      GateUnderTest host, AtomicBoolean reloading, CountDownLatch begun) {
    List<DecisionRecord> decisions = new ArrayList<>();
    while (reloading.get() || decisions.isEmpty()) {
      Admission admission = host.gate.submit(request("print(1)", PartialLimits.NONE, true), AGENT);
      if (!(admission instanceof Admission.Judged(DecisionRecord decision, var _))) {
        throw new AssertionError("lost: " + admission);
      }
      decisions.add(decision);
      begun.countDown();
    }
    return decisions;
  }

  private static double shadowed(GateUnderTest host) {
    var counter = host.registry.find("portcullis.shadow.matches").tag("rule", "never").counter();
    return counter == null ? 0 : counter.count();
  }

  private static void change(GateUnderTest host, ConfigChange change) throws Exception {
    host.policy.change(host.policy.current().version(), change, OPERATOR);
  }
}
