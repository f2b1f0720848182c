package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyTrialCommandsTest {
  private static final String POLICY =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      rules:
        - {id: all, match: {}, effect: allow}
        - {id: no-shell, match: {languages: [bash]}, effect: block}
      tests:
        - name: python runs
          request: {action: execution.create, language: python}
          expect: {decision: allow, rules: [all]}
        - name: shell runs too
          request: {action: execution.create, language: bash}
          expect: {decision: allow, rules: [all], risk: 0}
      """;

  @TempDir private Path folder;

  @Test
  void test_failingTest_isShownAsADiff() {
    Invocation test = Invocation.of(Map.of(), POLICY, "policy", "test", "-");

    assertThat(test.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(test.out())
        .isEqualTo(
            """
            ok    python runs
            FAIL  shell runs too (-:10)
                  - decision: allow
                  + decision: block
                  - rules: [all]
                  + rules: [no-shell]
                    risk: 0
            -: 2 tests, 1 failed
            """);
  }

  @Test
  void test_homesOwnPolicyAsJson_saysHowEachWent() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);

    Invocation test =
        Invocation.of(
            Map.of("PORTCULLIS_HOME", folder.toString()), "", "policy", "test", "--output", "json");

    JsonNode result = Common.JSON.readTree(test.out());
    assertThat(test.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.path("failed").asInt()).isOne();
    assertThat(result.at("/results/1/differences/0").asText())
        .isEqualTo("decision: expected allow, got block");
  }

  @Test
  void test_allPassOrNoPolicy_decideTheExitCode() {
    String passing = POLICY.replace("language: bash}", "language: node}");

    assertThat(Invocation.of(Map.of(), passing, "policy", "test", "-").exitCode())
        .isEqualTo(ExitCode.OK);
    Invocation none = Invocation.of(Map.of(), "rules: 1", "policy", "test", "-");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.out()).contains("-:1:");
    assertThat(Invocation.of("policy", "test", "/nonexistent.yaml").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void explain_file_asksInItsLanguageAndShowsEveryRule() throws Exception {
    Path program = Files.writeString(folder.resolve("a.py"), "import os");
    String answer =
        "{\"decision\":{\"computed\":\"warn\",\"enforced\":\"block\",\"mode\":\"hard_block\",\"risk\":45,"
            + "\"warn_from\":40,\"block_from\":70,\"rules\":[\"risky\"],\"messages\":[],"
            + "\"language_switched_off\":null,\"policy_digest\":\"sha256:1\",\"config_version\":7},"
            + "\"request\":{\"action\":\"execution.create\",\"principal\":\"anyone\",\"roles\":[\"agent\"],"
            + "\"source\":\"api\",\"language\":\"python\",\"profile\":null,\"skill\":null,\"time\":\"t\"},"
            + "\"facts\":{\"size_bytes\":9,\"complete\":true,\"imports\":[\"os\"],\"calls\":[],"
            + "\"indicators\":[{\"id\":\"process-spawn\",\"family\":\"process\",\"line\":2}]},"
            + "\"trace\":[{\"rule\":\"all\",\"outcome\":\"matched\",\"effect\":\"allow\",\"stage\":\"enforce\",\"decides\":false},"
            + "{\"rule\":\"risky\",\"outcome\":\"matched\",\"risk\":45,\"message\":\"Look twice\",\"stage\":\"enforce\",\"decides\":true},"
            + "{\"rule\":\"odd\",\"outcome\":\"error\",\"error\":\"no such index\",\"effect\":\"block\",\"stage\":\"shadow\",\"decides\":false},"
            + "{\"rule\":\"off\",\"outcome\":\"disabled\"},"
            + "{\"rule\":\"cron\",\"outcome\":\"out_of_scope\",\"unfit\":[\"sources\",\"roles\"]}],"
            + "\"out_of_scope\":3,\"notes\":[\"mind this\"]}";
    try (CannedHost host = CannedHost.answering("POST /v1/governor/explain", 200, answer)) {
      Invocation explain =
          Invocation.of(
              host.environment(), "", "policy", "explain", program.toString(), "--role", "agent");

      assertThat(explain.out())
          .isEqualTo(
              """
              block (computed warn, mode hard_block), risk 45; warn from 40, block from 70
              decided by risky
              policy sha256:1, configuration 7
              note: mind this

              request   execution.create by anyone (agent) through api, language python, at t

                all    matched, allow
              * risky  matched, risk 45
                       Look twice
                odd    could not be evaluated: no such index, block, in shadow: not enforced
                off    switched off by an operator
                cron   is not about it: sources, roles do not fit
                and 2 more that are not about it

              facts     9 bytes of code
              imports   os
              seen      process-spawn (process) in line 2
              """);
      assertThat(host.bodies())
          .containsExactly(
              "{\"roles\":[\"agent\"],\"language\":\"python\",\"code\":\"import os\"}");
    }
  }

  @Test
  void explain_programWithoutLanguageOrTwice_isWrongUsage() {
    assertThat(Invocation.of("policy", "explain", "--code", "1").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("policy", "explain", "a.py", "--code", "1").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void replay_fileOnACopiedJournal_needsNoHostAndShowsTheMatrix() throws Exception {
    Path audit = journal();
    String candidate = POLICY.substring(0, POLICY.indexOf("tests:")).replace("bash", "python");

    Invocation replay =
        Invocation.of(Map.of(), candidate, "policy", "replay", "-", "--audit", audit.toString());

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(ExitCode.OK);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.out().lines().skip(1))
        .containsExactly(
            "replayed  3 decisions under warn from 40, block from 70; 2 come out otherwise",
            "",
            "was \\ is        allow        warn       block",
            "allow               0           0           2",
            "warn                0           0           0",
            "block               0           0           1",
            "",
            "allow → block: 2",
            "  then by agents-run-code (2), names-a-path (2)",
            "  now by  no-shell (2)",
            "  such as dec_exe_1, dec_exe_2",
            "",
            "not replayable: 1",
            "  1  recorded by a version that did not keep what rules ask for");
  }

  @Test
  void replay_asJsonWithinASpan_isOneDocument() throws Exception {
    Invocation replay =
        Invocation.of(
            Map.of(),
            POLICY.substring(0, POLICY.indexOf("tests:")),
            "policy",
            "replay",
            "-",
            "--audit",
            journal().toString(),
            "--from",
            "2100-01-01T00:00:00Z",
            "--thresholds",
            "5",
            "6",
            "--output",
            "json");

    JsonNode report = Common.JSON.readTree(replay.out());
    assertThat(report.path("replayed").asInt()).isZero();
    assertThat(report.at("/thresholds/block").asInt()).isEqualTo(6);
  }

  @Test
  void replay_digestAlone_isAskedOfTheHost() throws Exception {
    String digest = "sha256:" + "a".repeat(64);
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/governor/policies",
                new CannedHost.Answer(200, "{\"items\":[{\"digest\":\"" + digest + "\"}]}"),
                "POST /v1/governor/replay",
                new CannedHost.Answer(
                    200,
                    "{\"policy_digest\":\""
                        + digest
                        + "\",\"thresholds\":{\"warn\":1,\"block\":2},\"replayed\":7,\"flips\":0}")))) {
      Invocation replay =
          Invocation.of(
              host.environment(), "", "policy", "replay", digest, "--to", "2026-01-01T00:00:00Z");

      assertThat(replay.out()).contains("replayed  7 decisions").contains("not replayable: 0");
      assertThat(Common.JSON.readTree(host.bodies().getLast()))
          .isEqualTo(
              Common.JSON.readTree(
                  "{\"policy_digest\":\"" + digest + "\",\"to\":\"2026-01-01T00:00:00Z\"}"));
    }
  }

  @Test
  void replay_noJournalBadTimeOrBadPolicy_saysWhat() throws Exception {
    assertThat(Invocation.of("policy", "replay", "-", "--audit", "/nonexistent").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("policy", "replay", "-", "--from", "monday").err())
        .contains("`monday` is not a time");
    Invocation invalid =
        Invocation.of(
            Map.of(), "rules: 1", "policy", "replay", "-", "--audit", journal().toString());
    assertThat(invalid.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void progressBar_forAPerson_isDrawnAndTakenAway() throws Exception {
    var err = new ByteArrayOutputStream();
    try (ProgressBar bar = new ProgressBar(terminal(err, true), 1_000)) {
      Thread.sleep(120);
      bar.at(500);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("[###############---------------]  50%")
        .endsWith("\r");
  }

  @Test
  void progressBar_forAProgram_isNotThere() throws Exception {
    var err = new ByteArrayOutputStream();
    try (ProgressBar bar = new ProgressBar(terminal(err, false), 1_000)) {
      Thread.sleep(120);
      bar.at(500);
    }
    assertThat(err.size()).isZero();
  }

  private static Terminal terminal(ByteArrayOutputStream err, boolean interactive) {
    return new Terminal(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        interactive);
  }

  /** Two allowed, one blocked, and one from before facts were kept. */
  private Path journal() throws Exception {
    Path audit = Files.createDirectories(folder.resolve("audit"));
    Map<String, Object> facts =
        Map.of(
            "asked_at",
            "2026-01-01T00:00:00Z",
            "code_bytes",
            3L,
            "imports",
            List.of("os"),
            "modules",
            List.of("os"));
    try (FileJournal journal =
        FileJournal.open(audit, Records.HOST, JournalSettings.DEFAULT, Clock.systemUTC())) {
      journal.append(Records.decided("exe_1", Effect.ALLOW, true, facts));
      journal.append(Records.decided("exe_2", Effect.ALLOW, true, facts));
      journal.append(Records.decided("exe_3", Effect.BLOCK, true, facts));
      journal.append(Records.decided("exe_4", Effect.ALLOW, true, Map.of("code_bytes", 3L)));
    }
    return audit;
  }
}
