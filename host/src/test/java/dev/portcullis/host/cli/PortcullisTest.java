package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortcullisTest {
  @Test
  void execute_help_isOnStdoutAndNamesEveryCommand() {
    Invocation help = Invocation.of("--help");

    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("run", "status", "preflight", "mode", "kill", "resume", "policy")
        .doesNotContain("train");
  }

  @Test
  void execute_unknownCommand_isWrongUsageWithASuggestion() {
    Invocation wrong = Invocation.of("statsu");

    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("statsu").contains("status");
  }

  @Test
  void execute_nothing_isWrongUsage() {
    assertThat(Invocation.of().exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("policy").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void execute_unknownOption_isWrongUsage() {
    assertThat(Invocation.of("status", "--loud").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void status_noHome_saysHowToMakeOne() {
    Invocation status = Invocation.of("status");

    assertThat(status.exitCode()).isEqualTo(ExitCode.HOME);
    assertThat(status.out()).isEmpty();
    assertThat(status.err()).contains("/nonexistent/home/credentials").contains("portcullis up");
  }

  @Test
  void status_noHomeAsJson_isADocumentOnStderr() throws Exception {
    Invocation status = Invocation.of("status", "--output", "json");

    assertThat(status.out()).isEmpty();
    assertThat(Common.JSON.readTree(status.err()).get("exit_code").asInt())
        .isEqualTo(ExitCode.HOME);
  }

  @Test
  void status_hostDown_isUnreachable() {
    Map<String, String> nobody =
        Map.of("PORTCULLIS_URL", "http://127.0.0.1:1", "PORTCULLIS_KEY", "ptc_x");

    assertThat(Invocation.of(nobody, "", "status").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void mode_keyOfAnAgent_isDenied() throws Exception {
    try (CannedHost host =
        CannedHost.answering(
            "GET /v1/governor/config",
            403,
            "{\"code\":\"forbidden\",\"detail\":\"an agent may not\"}")) {
      Invocation mode = Invocation.of(host.environment(), "", "mode");

      assertThat(mode.exitCode()).isEqualTo(ExitCode.DENIED);
      assertThat(mode.err()).contains("forbidden: an agent may not");
    }
  }

  @Test
  void mode_other_changesItUnderTheTagThatWasRead() throws Exception {
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/governor/config",
                new CannedHost.Answer(
                    200, "{\"mode\":\"soft_block\",\"thresholds\":{\"warn\":40,\"block\":70}}"),
                "PATCH /v1/governor/config",
                new CannedHost.Answer(
                    200, "{\"mode\":\"hard_block\",\"thresholds\":{\"warn\":40,\"block\":70}}")))) {
      Invocation mode = Invocation.of(host.environment(), "", "mode", "hard_block");

      assertThat(mode.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(mode.out()).isEqualTo("hard_block (was soft_block)\n");
      assertThat(host.bodies()).containsExactly("", "{\"mode\":\"hard_block\"}");
    }
  }

  @Test
  void mode_forATime_sendsWhenItEnds() throws Exception {
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/governor/config",
                new CannedHost.Answer(
                    200, "{\"mode\":\"soft_block\",\"thresholds\":{\"warn\":40,\"block\":70}}"),
                "PATCH /v1/governor/config",
                new CannedHost.Answer(
                    200,
                    "{\"mode\":\"off\",\"thresholds\":{\"warn\":40,\"block\":70},\"expiring\":["
                        + "{\"setting\":\"/mode\",\"expires_at\":\"2099-01-01T00:00:00Z\","
                        + "\"then\":\"soft_block\"}]}")))) {
      Instant before = Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MILLIS);

      Invocation mode = Invocation.of(host.environment(), "", "mode", "off", "--for", "30m");

      assertThat(mode.out())
          .isEqualTo("off until 2099-01-01T00:00:00Z, then soft_block (was soft_block)\n");
      JsonNode sent = Common.JSON.readTree(host.bodies().getLast());
      assertThat(sent.path("mode").asText()).isEqualTo("off");
      assertThat(Instant.parse(sent.path("expires_at").asText()))
          .isBetween(before, before.plusSeconds(60));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rule disable no-shell | {\"rules\":{\"no-shell\":\"disabled\"}}",
        "rule shadow no-shell | {\"rules\":{\"no-shell\":\"shadow\"}}",
        "rule enable no-shell | {\"rules\":{\"no-shell\":\"enabled\"}}",
        "skill disable report | {\"skills\":{\"report\":\"disabled\"}}",
        "thresholds 10 20 | {\"thresholds\":{\"warn\":10,\"block\":20}}",
      })
  void change_ofTheConfiguration_isSentAsOnePart(String command, String body) throws Exception {
    String config =
        "{\"mode\":\"soft_block\",\"thresholds\":{\"warn\":40,\"block\":70},"
            + "\"rules\":{\"no-shell\":\"disabled\"}}";
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/governor/config", new CannedHost.Answer(200, config),
                "PATCH /v1/governor/config", new CannedHost.Answer(200, config)))) {
      Invocation change = Invocation.of(host.environment(), "", command.split(" ", -1));

      assertThat(change.exitCode()).as(change.err()).isEqualTo(ExitCode.OK);
      assertThat(host.bodies()).containsExactly("", body);
    }
  }

  @Test
  void language_byItsAlias_isShownByItsName() throws Exception {
    String config =
        "{\"mode\":\"off\",\"thresholds\":{\"warn\":40,\"block\":70},\"languages\":{%s}}";
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/languages",
                new CannedHost.Answer(
                    200,
                    "{\"items\":[{\"language\":\"python\",\"aliases\":[\"py\"],\"version\":\"3\",\"profile\":\"python\"}]}"),
                "GET /v1/governor/config",
                new CannedHost.Answer(200, config.formatted("")),
                "PATCH /v1/governor/config",
                new CannedHost.Answer(200, config.formatted("\"python\":\"disabled\""))))) {
      Invocation disable = Invocation.of(host.environment(), "", "language", "disable", "py");

      assertThat(disable.out()).isEqualTo("language python is disabled (was enabled)\n");
      assertThat(host.bodies()).endsWith("{\"languages\":{\"py\":\"disabled\"}}");
    }
  }

  @Test
  void change_withoutWhatOrForNoTime_isWrongUsage() throws Exception {
    try (CannedHost host = CannedHost.answering("GET /", 200, "{}")) {
      for (String command :
          List.of("rule disable", "mode --for 5m", "mode off --for soon", "thresholds 5")) {
        Invocation change = Invocation.of(host.environment(), "", command.split(" ", -1));
        assertThat(change.exitCode()).as(command).isEqualTo(ExitCode.USAGE);
      }
    }
  }

  @Test
  void kill_withReason_sendsIt() throws Exception {
    try (CannedHost host = CannedHost.answering("POST /v1/kill", 200, "{\"halted\":true}")) {
      assertThat(Invocation.of(host.environment(), "", "kill", "--reason", "drill").exitCode())
          .isEqualTo(ExitCode.OK);
      assertThat(host.bodies()).containsExactly("{\"reason\":\"drill\"}");
    }
  }

  @Test
  void preflight_worstCheck_decidesTheExitCode() throws Exception {
    assertThat(preflight("pass", "pass")).isEqualTo(ExitCode.OK);
    assertThat(preflight("pass", "warn")).isEqualTo(ExitCode.WARNED);
    assertThat(preflight("fail", "warn")).isEqualTo(ExitCode.FAILED);
  }

  private static int preflight(String first, String second) throws Exception {
    String report =
        "{\"status\":\"x\",\"checks\":[{\"name\":\"a\",\"status\":\"%s\"},{\"name\":\"b\",\"status\":\"%s\"}]}"
            .formatted(first, second);
    try (CannedHost host = CannedHost.answering("GET /v1/preflight", 200, report)) {
      return Invocation.of(host.environment(), "", "preflight").exitCode();
    }
  }
}
