package dev.portcullis.host.execution;

import static dev.portcullis.host.execution.GateUnderTest.AGENT;
import static dev.portcullis.host.execution.GateUnderTest.OPERATOR;
import static dev.portcullis.host.execution.GateUnderTest.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.governor.replay.DecisionDiff.Change;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.rehearsal.JournalReplay;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.ProgramFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate decided, decided again from its journal. */
class ReplayedGateTest {
  /**
   * Asks for everything that a rule can ask for; each risk shows whether its answer is the same.
   */
  private static final String CURIOUS =
      "  - {id: all, match: {}, effect: allow}\n"
          + risk("size", 1, "facts.size_bytes > 20")
          + risk("imports", 2, "\"numpy.linalg\" in facts.imports")
          + risk("modules", 3, "\"numpy\" in facts.modules")
          + risk("calls", 4, "\"os.system\" in facts.calls")
          + risk(
              "indicators", 5, "facts.indicators.exists(i, i.family == \"process\" && i.line > 1)")
          + risk("id", 6, "facts.indicators.exists(i, i.id == \"sensitive-path\")")
          + risk("stdin", 7, "facts.stdin_bytes > 2")
          + risk("files", 8, "facts.files > 0 && facts.file_bytes == 3")
          + risk("language", 9, "facts.language == \"python\" && request.language == \"python\"")
          + risk("asked", 10, "has(request.limits.wall_ms) && request.limits.wall_ms == 1234")
          + risk("pids", 11, "has(request.limits.pids)")
          + risk("time", 1, "request.time.getMilliseconds() % 2 == 0")
          + risk("principal", 2, "principal.id == \"agent-1\" && principal.key_id == \"key_1\"")
          + risk("roles", 3, "\"agent\" in principal.roles && request.source == \"api\"")
          + risk("profile", 4, "request.profile == \"python\" && facts.complete");

  @TempDir private Path folder;

  private static String risk(String id, int points, String when) {
    return "  - {id: " + id + ", match: {}, risk: " + points + ", when: '" + when + "'}\n";
  }

  @Test
  void replay_ofTheSamePolicy_decidesEveryRequestAsBefore() throws Exception {
    try (var host = new GateUnderTest(folder, policy(CURIOUS))) {
      askEverything(host);

      DecisionDiff same = replay(host, policy(CURIOUS));

      assertThat(same.notReplayable()).isEmpty();
      assertThat(same.replayed()).isEqualTo(host.records("decided").size()).isEqualTo(20);
      assertThat(same.flips()).isZero();
      assertThat(same.cells()).hasSizeGreaterThan(1);
    }
  }

  /** The risk itself is compared by thresholds at every sum there is. */
  @Test
  void replay_ofTheSamePolicyAtEveryThreshold_sumsTheRisksAsBefore() throws Exception {
    try (var host = new GateUnderTest(folder, policy(CURIOUS))) {
      askEverything(host);
      List<Integer> risks =
          host.records("decided").stream()
              .map(record -> record.fields().path("risk").asInt())
              .toList();
      for (int block : risks.stream().distinct().filter(risk -> risk > 0).toList()) {
        long blocked = risks.stream().filter(risk -> risk >= block).count();

        DecisionDiff diff =
            replay(
                host,
                "thresholds: {warn: " + block + ", block: " + block + "}\n" + policy(CURIOUS));

        assertThat(
                diff.cells().entrySet().stream()
                    .filter(cell -> cell.getKey().after() == Effect.BLOCK)
                    .mapToLong(cell -> cell.getValue().count())
                    .sum())
            .as("blocked from %d on, of %s", block, risks)
            .isEqualTo(blocked);
      }
    }
  }

  @Test
  void replay_ofAStricterPolicy_namesWhatFlipsAndWhy() throws Exception {
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      judge(host, program("import os\nos.system('id')"));
      judge(host, program("print(1)"));
      judge(host, program("print(2)"));

      DecisionDiff diff =
          replay(
              host,
              policy(
                  "  - {id: all, match: {}, effect: allow}\n"
                      + "  - {id: no-os, match: {}, effect: block, when: '\"os\" in facts.modules'}\n"));

      DecisionDiff.Cell flipped = diff.cells().get(new Change(Effect.ALLOW, Effect.BLOCK));
      assertThat(flipped)
          .isEqualTo(
              new DecisionDiff.Cell(
                  1,
                  Map.of("all", 1L),
                  Map.of(new RuleId("no-os"), 1L),
                  0,
                  List.of(host.records("decided").getFirst().text("decision_id"))));
      assertThat(diff.replayed()).isEqualTo(3);
    }
  }

  @Test
  void replay_ofWhatWasNotComputedOrNotKept_saysWhyItCannot() throws Exception {
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      judge(host, program("import a\n__import__('x' * 3)('%s')".formatted("y".repeat(90))));
      judge(host, program("import " + "z".repeat(100)));
      host.policy.change(1, ConfigChange.of(Mode.OFF), OPERATOR);
      judge(host, program("print(1)"));
      host.killSwitch.kill(OPERATOR, "drill");
      host.policy.change(2, ConfigChange.of(Mode.SOFT_BLOCK), OPERATOR);
      assertThat(host.refused(program("print(1)")).code()).isEqualTo(Refusal.Code.HALTED);

      DecisionDiff diff = replay(host, GateUnderTest.allowAll());

      assertThat(diff.replayed()).isOne();
      assertThat(diff.notReplayable())
          .isEqualTo(
              Map.of(
                  "the program names more, or other things, than records keep", 1L,
                  "the mode was off, so nothing was computed", 1L,
                  "the host was halted, so nothing was computed", 1L));
    }
  }

  @Test
  void replay_ofASpan_takesOnlyWhatWasRecordedInIt() throws Exception {
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      judge(host, program("print(1)"));
      Thread.sleep(5);
      judge(host, program("print(2)"));
      Instant second = Instant.parse(host.records("decided").getLast().text("time"));

      assertThat(replay(host, new Span(Optional.of(second), Optional.empty())).replayed()).isOne();
      assertThat(replay(host, new Span(Optional.empty(), Optional.of(second))).replayed()).isOne();
      assertThat(replay(host, Span.EVERYTHING).replayed()).isEqualTo(2);
    }
  }

  private static DecisionDiff replay(GateUnderTest host, Span span) throws Exception {
    Governor governor =
        new Governor(
            new PolicyReader().read(GateUnderTest.allowAll().getBytes(StandardCharsets.UTF_8)));
    return JournalReplay.run(
        host.journal.reader(), governor, Settings.initialOf(governor.policy(), 0), span, _ -> {});
  }

  private static DecisionDiff replay(GateUnderTest host, String document) throws Exception {
    Governor governor =
        new Governor(new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8)));
    return JournalReplay.run(
        host.journal.reader(),
        governor,
        Settings.initialOf(governor.policy(), 0),
        Span.EVERYTHING,
        _ -> {});
  }

  private static void askEverything(GateUnderTest host) throws Exception {
    List<String> programs =
        List.of(
            "print(1)",
            "import numpy.linalg\nprint(numpy.linalg.norm([1]))",
            "import os\n\nos.system('id')",
            "open('/etc/shadow').read()",
            "from numpy import *\nimport subprocess\nsubprocess.run(['ls'])");
    for (String program : programs) {
      judge(host, program(program));
      judge(host, request(program, Bytes.of(new byte[5]), List.of(), PartialLimits.NONE));
      judge(
          host,
          request(
              program,
              Bytes.EMPTY,
              List.of(new ProgramFile("data.bin", Bytes.of(new byte[3]), false)),
              PartialLimits.NONE));
      judge(
          host,
          request(
              program,
              Bytes.of(new byte[3]),
              List.of(
                  new ProgramFile(
                      "part.py",
                      Bytes.of("import socket".getBytes(StandardCharsets.UTF_8)),
                      false)),
              new PartialLimits(
                  Optional.of(Duration.ofMillis(1234)),
                  Optional.empty(),
                  Optional.of(new ByteSize(1 << 20)),
                  OptionalInt.of(5),
                  Optional.empty(),
                  Optional.empty())));
      Thread.sleep(1);
    }
  }

  private static ExecutionRequest program(String code) {
    return request(code, Bytes.EMPTY, List.of(), PartialLimits.NONE);
  }

  private static ExecutionRequest request(
      String code, Bytes stdin, List<ProgramFile> files, PartialLimits asked) {
    return new ExecutionRequest(
        "py",
        Optional.empty(),
        new ExecutionRequest.Source.Code(Bytes.of(code.getBytes(StandardCharsets.UTF_8))),
        stdin,
        List.of(),
        Map.of(),
        files,
        asked,
        List.of(),
        true);
  }

  private static void judge(GateUnderTest host, ExecutionRequest request) {
    Admission admission = host.gate.submit(request, AGENT);
    assertThat(admission).isInstanceOfAny(Admission.Judged.class, Admission.Refused.class);
  }
}
