package dev.portcullis.host.http;

import static dev.portcullis.host.http.OpenDoor.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.Setting;
import dev.portcullis.host.governance.Toggle;
import dev.portcullis.host.governance.Toggles;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperateTest {
  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void config_patchedWithItsETag_changesAndGivesTheNewOne() {
    Answer read = door.get("auditor", "/v1/governor/config");
    Answer changed =
        patch(
            "operator",
            read.header("ETag"),
            "{\"mode\":\"hard_block\",\"thresholds\":{\"warn\":10,\"block\":20}}");

    assertThat(read.header("ETag")).isEqualTo("\"7\"");
    assertThat(read.text())
        .isEqualTo(
            "{\"version\":7,\"mode\":\"soft_block\",\"thresholds\":{\"warn\":40,\"block\":70},"
                + "\"rules\":{},\"languages\":{},\"skills\":{},\"expiring\":[],"
                + "\"policy_digest\":\"sha256:"
                + "a".repeat(64)
                + "\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"8\"");
    assertThat(door.host.config.mode()).isEqualTo(Mode.HARD_BLOCK);
    assertThat(door.host.config.thresholds()).isEqualTo(new Thresholds(10, 20));
    assertThat(patch("operator", read.header("ETag"), "{\"mode\":\"off\"}").status())
        .isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "       | {\"mode\":\"off\"} | 428 | precondition_required",
        "\"6\"  | {\"mode\":\"off\"} | 412 | stale_version",
        "W/\"7\"| {\"mode\":\"off\"} | 412 | stale_version",
        "7      | {\"mode\":\"off\"} | 412 | stale_version",
        "\"6\", \"7\" | {\"mode\":\"off\"} | 200 | ''",
        "*      | {\"mode\":\"off\"} | 200 | ''",
        "\"7\"  | {} | 400 | invalid_request",
        "\"7\"  | {\"mode\":\"OFF\"} | 400 | invalid_request",
        "\"7\"  | {\"mode\":null} | 400 | invalid_request",
        "\"7\"  | {\"thresholds\":{\"warn\":1}} | 400 | invalid_request",
        "\"7\"  | {\"thresholds\":{\"warn\":9,\"block\":8}} | 400 | invalid_request",
        "\"7\"  | {\"thresholds\":{\"warn\":0,\"block\":101}} | 400 | invalid_request",
        "\"7\"  | {\"policy\":\"x\"} | 400 | invalid_request",
        "\"7\"  | {\"expires_at\":\"2099-01-01T00:00:00Z\"} | 400 | invalid_request",
        "\"7\"  | {\"mode\":\"off\",\"expires_at\":\"tomorrow\"} | 400 | invalid_request",
        "\"7\"  | {\"mode\":\"off\",\"expires_at\":60} | 400 | invalid_request",
        "\"7\"  | {\"rules\":{\"a\":\"off\"}} | 400 | invalid_request",
        "\"7\"  | {\"rules\":[\"a\"]} | 400 | invalid_request",
        "\"7\"  | {\"languages\":{\"python\":\"shadow\"}} | 400 | invalid_request",
        "\"7\"  | {\"rules\":{\"a\":\"shadow\"}} | 200 | ''",
        "\"7\"  | {\"rules\":{\"a\":null}} | 200 | ''",
      })
  void config_patched_needsTheVersionInForceAndAValidChange(
      String ifMatch, String body, int status, String code) {
    Answer answer = patch("admin", ifMatch == null ? "" : ifMatch, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(door.host.config.version()).isEqualTo(status == 200 ? 8 : 7);
  }

  @Test
  void config_patchedForATime_isAskedAsSent() {
    Answer changed =
        patch(
            "operator",
            "\"7\"",
            "{\"mode\":\"off\",\"rules\":{\"a\":\"disabled\",\"b\":null},"
                + "\"languages\":{\"py\":\"disabled\"},\"skills\":{\"s\":\"enabled\"},"
                + "\"expires_at\":\"2099-01-01T02:00:00.5+02:00\"}");

    assertThat(changed.status()).isEqualTo(200);
    ConfigChange change = door.host.changes.getFirst();
    assertThat(change.mode()).contains(Mode.OFF);
    assertThat(change.expiresAt()).contains(Instant.parse("2099-01-01T00:00:00.500Z"));
    assertThat(change.toggles())
        .isEqualTo(
            Map.of(
                new Toggle.Key(Toggle.Kind.RULE, "a"), Toggle.DISABLED,
                new Toggle.Key(Toggle.Kind.RULE, "b"), Toggle.ENABLED,
                new Toggle.Key(Toggle.Kind.LANGUAGE, "py"), Toggle.DISABLED,
                new Toggle.Key(Toggle.Kind.SKILL, "s"), Toggle.ENABLED));
  }

  @Test
  void config_withEverything_isShownWithWhatReverts() {
    Instant until = Instant.parse("2099-01-01T00:00:00Z");
    door.host.config =
        new RuntimeConfig(
            7,
            Setting.of(Mode.SOFT_BLOCK).with(Mode.OFF, Optional.of(until)),
            Setting.of(new Thresholds(40, 70)).with(new Thresholds(1, 2), Optional.of(until)),
            new Toggles(
                new TreeMap<>(
                    Map.of(
                        new Toggle.Key(Toggle.Kind.RULE, "a"),
                        Setting.of(Toggle.SHADOW).with(Toggle.DISABLED, Optional.of(until)),
                        new Toggle.Key(Toggle.Kind.LANGUAGE, "python"),
                        Setting.of(Toggle.DISABLED)))),
            "sha256:" + "a".repeat(64));

    assertThat(door.get("auditor", "/v1/governor/config").text())
        .startsWith(
            "{\"version\":7,\"mode\":\"off\",\"thresholds\":{\"warn\":1,\"block\":2},"
                + "\"rules\":{\"a\":\"disabled\"},\"languages\":{\"python\":\"disabled\"},"
                + "\"skills\":{},\"expiring\":["
                + "{\"setting\":\"/mode\",\"expires_at\":\"2099-01-01T00:00:00Z\",\"then\":\"soft_block\"},"
                + "{\"setting\":\"/thresholds\",\"expires_at\":\"2099-01-01T00:00:00Z\",\"then\":{\"warn\":40,\"block\":70}},"
                + "{\"setting\":\"/rules/a\",\"expires_at\":\"2099-01-01T00:00:00Z\",\"then\":\"shadow\"}],");
  }

  @Test
  void config_journalUnavailable_changesNothing() {
    door.host.journalTakesRecords = false;

    Answer answer = patch("admin", "\"7\"", "{\"mode\":\"off\"}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("audit_unavailable");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    // The journal's own words may name a path of the host.
    assertThat(answer.text()).doesNotContain("the disk is full");
  }

  @Test
  void kill_withAndWithoutReason_haltsUntilResumed() {
    Answer killed = door.post("operator", "/v1/kill", "{\"reason\":\"drill\"}");

    assertThat(killed.text())
        .isEqualTo(
            "{\"halted\":true,\"by\":\"operator\",\"reason\":\"drill\",\"since\":\"2026-01-02T03:04:05Z\"}");
    assertThat(door.host.halted()).isPresent();
    assertThat(door.send("operator", "/v1/resume", r -> r.POST(BodyPublishers.noBody())).text())
        .isEqualTo("{\"halted\":false}");
    assertThat(door.host.halted()).isEmpty();
    assertThat(door.send("admin", "/v1/kill", r -> r.POST(BodyPublishers.noBody())).status())
        .isEqualTo(200);
    assertThat(door.host.halted()).isPresent();
    assertThat(door.post("operator", "/v1/kill", "{\"why\":\"\"}").status()).isEqualTo(400);
    assertThat(door.post("operator", "/v1/resume", "{\"x\":1}").status()).isEqualTo(400);
  }

  @Test
  void ready_withCauses_isAProblemThatNamesThem() {
    assertThat(door.get("", "/v1/ready").text()).isEqualTo("{\"status\":\"ready\"}");
    door.host.causes = List.of("the engine does not answer", "no image for profile node");

    Answer answer = door.get("", "/v1/ready");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("not_ready");
    assertThat(answer.json().at("/errors/1/reason").asText())
        .isEqualTo("no image for profile node");
    assertThat(door.get("", "/v1/live").text()).isEqualTo("{\"status\":\"live\"}");
  }

  @Test
  void health_always_hasItsSizesAndChecks() {
    assertThat(door.get("operator", "/v1/health").text())
        .isEqualTo(
            "{\"status\":\"warn\",\"uptime_s\":90,\"db_size_mb\":2.5,\"disk_free_gb\":12.34,\"checks\":["
                + "{\"name\":\"engine\",\"status\":\"pass\",\"detail\":\"API 1.41\",\"remedy\":\"\"},"
                + "{\"name\":\"apparmor\",\"status\":\"warn\",\"detail\":\"the kernel has none\",\"remedy\":\"boot with it\"}]}");
    assertThat(door.get("operator", "/v1/preflight").json().path("checks")).hasSize(2);
  }

  @Test
  void languages_always_nameTheirProfile() {
    assertThat(door.get("agent", "/v1/languages").text())
        .isEqualTo(
            "{\"items\":[{\"language\":\"python\",\"aliases\":[\"py\",\"python3\"],\"version\":\"3.11.2\",\"profile\":\"python\"}]}");
  }

  @Test
  void audit_pages_goFromTheNewestToTheOldest() {
    for (int seq = 0; seq < 5; seq++) {
      door.host.journal.add("{\"seq\":" + seq + "}");
    }

    Answer first = door.get("auditor", "/v1/audit?limit=3");
    Answer second =
        door.get(
            "auditor", "/v1/audit?limit=3&cursor=" + first.json().path("next_cursor").asText());

    assertThat(first.text())
        .isEqualTo("{\"items\":[{\"seq\":4},{\"seq\":3},{\"seq\":2}],\"next_cursor\":\"2\"}");
    assertThat(second.text())
        .isEqualTo("{\"items\":[{\"seq\":1},{\"seq\":0}],\"next_cursor\":null}");
    assertThat(door.get("auditor", "/v1/audit?cursor=-1").status()).isEqualTo(400);
    assertThat(door.get("auditor", "/v1/audit?limit=501").status()).isEqualTo(400);
  }

  @Test
  void keys_life_isToldAndTheTextOnlyOnce() {
    Answer created =
        door.post(
            "admin", "/v1/keys", "{\"principal\":\"data-team\",\"roles\":[\"agent\",\"auditor\"]}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/keys/key_1");
    assertThat(created.text())
        .isEqualTo(
            "{\"id\":\"key_1\",\"key\":\"ptc_secret1\",\"principal\":\"data-team\",\"roles\":[\"agent\",\"auditor\"],"
                + "\"source\":\"api\",\"created_at\":\"1970-01-01T00:00:00Z\",\"revoked_at\":null}");
    assertThat(door.get("admin", "/v1/keys").text()).contains("key_1").doesNotContain("ptc_");
    assertThat(door.post("admin", "/v1/keys/key_1/rotate", "").json().path("key").asText())
        .isEqualTo("ptc_rotated");
    assertThat(
            door.send("admin", "/v1/keys/key_1", r -> r.DELETE())
                .json()
                .path("revoked_at")
                .isNull())
        .isFalse();
    assertThat(door.send("admin", "/v1/keys/key_9", r -> r.DELETE()).code()).isEqualTo("not_found");
    assertThat(door.post("admin", "/v1/keys/key_9/rotate", "").code()).isEqualTo("not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"principal\":\"a\"} | /roles",
        "{\"principal\":\"a\",\"roles\":[]} | /roles",
        "{\"principal\":\"a\",\"roles\":[\"root\"]} | /roles",
        "{\"roles\":[\"agent\"]} | /principal",
        "{\"principal\":\"a b\",\"roles\":[\"agent\"]} | /principal",
        "{\"principal\":\"a\",\"roles\":[\"agent\"],\"source\":\"mcp\"} | /source",
      })
  void keys_badInput_namesTheField(String body, String pointer) {
    Answer answer = door.post("admin", "/v1/keys", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(door.host.keys).isEmpty();
  }

  @Test
  void metrics_afterRequests_countThemByTemplateOnly() throws Exception {
    door.post("agent", "/v1/executions", PROGRAM);
    door.get("agent", "/v1/executions/exe_01J00000000000000000000000");
    door.get("agent", "/v1/" + "x".repeat(50));

    String metrics = door.metricsWith("route=\"unmatched\",status=\"404\"} 1");

    assertThat(metrics)
        .contains(
            "portcullis_http_requests_seconds_count{method=\"POST\",route=\"/v1/executions\",status=\"200\"} 1",
            "portcullis_http_requests_seconds_count{method=\"GET\",route=\"/v1/executions/{id}\",status=\"404\"} 1",
            "portcullis_http_requests_seconds_count{method=\"GET\",route=\"unmatched\",status=\"404\"} 1")
        .doesNotContain("exe_01J", "xxxx");
    assertThat(door.get("operator", "/v1/metrics").header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }

  private Answer patch(String key, String ifMatch, String body) {
    return door.send(
        key,
        "/v1/governor/config",
        request -> {
          request
              .method("PATCH", BodyPublishers.ofString(body))
              .header("Content-Type", "application/json");
          return ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch);
        });
  }
}
