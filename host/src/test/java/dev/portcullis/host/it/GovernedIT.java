package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy and a mode come to, seen by a caller and in the journal. */
class GovernedIT {
  private static final String POLICY =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      mode: soft_block
      thresholds: {warn: 40, block: 70}
      rules:
        - id: everybody-runs-code
          match: {actions: [execution.create]}
          effect: allow
          limits: {wall: 20s, memory: 512MiB, pids: 100, output: 1MiB}
        - id: node-is-watched
          match: {actions: [execution.create], languages: [node]}
          effect: warn
          risk: 30
          message: Node programs are looked at
        - id: no-shell
          match: {actions: [execution.create], languages: [bash]}
          effect: block
          message: Shell programs are not run here
        - id: three-an-hour
          match: {actions: [execution.create], principals: ["rated-*"]}
          rate: {count: 3, per: 1h, by: principal}
        - id: two-an-hour-a-key
          match: {actions: [execution.create], principals: ["keyed-*"]}
          rate: {count: 2, per: 1h, by: key}
        - id: the-crew-shares
          match: {actions: [execution.create], principals: ["crew-*"]}
          rate: {count: 2, per: 1h, by: role}
        - id: one-at-once
          match: {actions: [execution.create], principals: ["single-*"]}
          quota: {concurrent: 1, by: principal}
      """;
  private static final Map<String, String> CODE =
      Map.of("python", "print('ran')", "node", "console.log('ran')", "bash", "echo ran");

  private static TestHome home;
  private static HostProcess host;

  @BeforeAll
  static void start() throws Exception {
    home = TestHome.of(TestHome.ENABLED).withPolicy(POLICY);
    host = HostProcess.ready(home);
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    home.close();
  }

  @ParameterizedTest
  @CsvSource({
    "off,        python, not_evaluated, allow",
    "off,        node,   not_evaluated, allow",
    "off,        bash,   not_evaluated, allow",
    "audit_only, python, allow,         allow",
    "audit_only, node,   warn,          allow",
    "audit_only, bash,   block,         allow",
    "soft_block, python, allow,         allow",
    "soft_block, node,   warn,          warn",
    "soft_block, bash,   block,         block",
    "hard_block, python, allow,         allow",
    "hard_block, node,   warn,          block",
    "hard_block, bash,   block,         block"
  })
  void run_inEachMode_isEnforcedAndRecorded(
      String mode, String language, String computed, String enforced) throws Exception {
    setMode(mode);

    Answer answer =
        host.agent().run(Api.program(language, Objects.requireNonNull(CODE.get(language))));

    if (enforced.equals("block")) {
      answer.isProblem(403, "policy_blocked");
    } else {
      assertThat(answer.is(200).json().path("stdout").asText()).isEqualTo("ran\n");
    }
    JsonNode decision = answer.json().path("decision");
    assertThat(decision.path("computed").asText()).isEqualTo(computed);
    assertThat(decision.path("enforced").asText()).isEqualTo(enforced);
    assertThat(decision.path("mode").asText()).isEqualTo(mode);
    JsonNode record = recorded(decision.path("id").asText());
    assertThat(record.path("computed").asText("not_evaluated")).isEqualTo(computed);
    assertThat(record.path("enforced").asText()).isEqualTo(enforced);
    assertThat(record.path("mode").asText()).isEqualTo(mode);
    assertThat(record.path("policy_digest")).isEqualTo(decision.path("policy_digest"));
    assertThat(host.journal().about(record.path("id").asText()))
        .hasSize(enforced.equals("block") ? 1 : 2);
  }

  @Test
  void block_saysWhichRuleAndWhy() throws Exception {
    setMode("soft_block");

    Answer answer = host.agent().run(Api.program("shell", "echo ran"));

    assertThat(answer.json().at("/decision/rules").toString()).contains("no-shell");
    assertThat(answer.text()).contains("Shell programs are not run here");
  }

  @Test
  void warn_tellsTheCallerWhy() throws Exception {
    setMode("soft_block");

    JsonNode decision = host.agent().run(Api.program("node", ";")).is(200).json().path("decision");

    assertThat(decision.path("risk").asInt()).isEqualTo(30);
    assertThat(decision.path("rules").toString()).contains("node-is-watched");
    assertThat(decision.path("warnings").toString()).contains("Node programs are looked at");
  }

  @Test
  void limits_aboveTheAllowingRules_areCutWithAWarning() throws Exception {
    ObjectNode request = Api.program("python", "print(1)");
    request.putObject("limits").put("wall_ms", 60_000);

    JsonNode execution = host.agent().run(request).is(200).json();

    assertThat(execution.at("/limits/wall_ms").asLong()).isEqualTo(20_000);
    assertThat(execution.at("/decision/warnings").toString()).contains("wall");
  }

  @Test
  void rate_usedUp_isRateLimitedAndRecorded() throws Exception {
    Api rated = host.key("rated-agent", "agent");
    for (int i = 0; i < 3; i++) {
      rated.run(Api.program("python", "print(1)")).is(200);
    }

    Answer answer = rated.run(Api.program("python", "print(1)"));

    answer.isProblem(429, "rate_limited");
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
    assertThat(answer.json().path("retry_after_ms").asLong()).isPositive();
    assertThat(answer.headers().firstValue("RateLimit")).isPresent();
    assertThat(answer.headers().firstValue("RateLimit-Policy")).isPresent();
    JsonNode record = host.journal().records("decided").getLast();
    assertThat(record.at("/principal/id").asText()).isEqualTo("rated-agent");
    assertThat(record.path("enforced").asText()).isEqualTo("block");
    assertThat(record.path("rules").toString()).contains("three-an-hour");
    host.key("rated-other", "agent").run(Api.program("python", "print(1)")).is(200);
  }

  @Test
  void rate_byKey_countsEachKeyOfAPrincipal() throws Exception {
    Api first = host.key("keyed-agent", "agent");
    Api second = host.anotherKey("keyed-agent", "agent");
    for (Api key : List.of(first, second)) {
      Answer allowed = key.run(Api.program("python", "print(1)")).is(200);
      assertThat(allowed.headers().firstValue("RateLimit"))
          .contains("\"two-an-hour-a-key\";r=1;t=3600");
      key.run(Api.program("python", "print(1)")).is(200);
      key.run(Api.program("python", "print(1)")).isProblem(429, "rate_limited");
    }
  }

  @Test
  void rate_byRole_isSharedByAllWhoHoldIt() throws Exception {
    host.key("crew-one", "agent").run(Api.program("python", "print(1)")).is(200);
    host.key("crew-two", "agent").run(Api.program("python", "print(1)")).is(200);

    host.key("crew-three", "agent")
        .run(Api.program("python", "print(1)"))
        .isProblem(429, "rate_limited");
    host.key("crew-chief", "admin").run(Api.program("python", "print(1)")).is(200);
  }

  @Test
  void quota_used_isRateLimitedUntilThatProgramEnds() throws Exception {
    Api single = host.key("single-agent", "agent");
    Answer started =
        single.send(
            "POST",
            "/v1/executions",
            Map.of("Prefer", "respond-async"),
            Answer.JSON.writeValueAsBytes(Api.program("python", "import time; time.sleep(15)")));
    String location = started.is(202).headers().firstValue("Location").orElseThrow();

    Answer refused = single.run(Api.program("python", "print(1)"));

    refused.isProblem(429, "rate_limited");
    assertThat(refused.headers().firstValue("RateLimit"))
        .contains("\"one-at-once/concurrent\";r=0");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    single.send("DELETE", location, Map.of(), new byte[0]);
    Eventually.holds(
        Duration.ofSeconds(20),
        "its end",
        () -> single.get(location).json().path("status").asText().equals("finished"));
    for (int i = 0; i < 3; i++) {
      single.run(Api.program("python", "print(1)")).is(200);
    }
  }

  @Test
  void config_changedWithoutOrWithAnOldVersion_staysAsItIs() throws Exception {
    byte[] change = "{\"mode\":\"audit_only\"}".getBytes(StandardCharsets.UTF_8);
    setMode("soft_block");
    String tag = tag();
    setMode("hard_block");

    host.admin().send("PATCH", "/v1/governor/config", Map.of(), change).is(428);
    host.admin().send("PATCH", "/v1/governor/config", Map.of("If-Match", tag), change).is(412);
    host.agent().send("PATCH", "/v1/governor/config", Map.of("If-Match", tag()), change).is(403);

    JsonNode config = host.admin().get("/v1/governor/config").is(200).json();
    assertThat(config.path("mode").asText()).isEqualTo("hard_block");
  }

  @Test
  void config_changed_isRecordedWithBeforeAndAfter() throws Exception {
    setMode("soft_block");

    setMode("audit_only");

    JsonNode record = host.journal().records("admin").getLast();
    assertThat(record.at("/change/before/mode").asText()).isEqualTo("soft_block");
    assertThat(record.at("/change/after/mode").asText()).isEqualTo("audit_only");
  }

  private static void setMode(String mode) throws Exception {
    JsonNode config = host.admin().get("/v1/governor/config").is(200).json();
    if (!config.path("mode").asText().equals(mode)) {
      byte[] change = Answer.JSON.writeValueAsBytes(Map.of("mode", mode));
      host.admin().send("PATCH", "/v1/governor/config", Map.of("If-Match", tag()), change).is(200);
    }
  }

  private static String tag() throws Exception {
    return host.admin().get("/v1/governor/config").headers().firstValue("ETag").orElseThrow();
  }

  private static JsonNode recorded(String decisionId) throws Exception {
    return host.journal().records("decided").stream()
        .filter(record -> record.path("decision_id").asText().equals(decisionId))
        .findFirst()
        .orElseThrow();
  }
}
