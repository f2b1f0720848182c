package dev.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PortcullisClientTest {
  private static final String FINISHED =
      """
      {"id": "exe_1", "status": "finished",
       "exit": {"cause": "exited", "code": 3, "signal": null, "detail": null},
       "stdout": "AP8=", "stdout_encoding": "base64", "stdout_truncated": true,
       "stderr": "é", "stderr_encoding": "utf-8", "stderr_truncated": false,
       "artifacts": [{"path": "a.png", "size_bytes": 5, "sha256": "ab", "media_type": "image/png", "href": "/x"}],
       "limits": {"wall_ms": 10000},
       "usage": {"wall_ms": 3, "cpu_ms": 2, "peak_memory_bytes": 9, "queued_ms": 0},
       "decision": {"id": "dec_1", "computed": "allow", "enforced": "allow", "mode": "soft_block", "risk": 7,
                    "rules": ["agents-run-code"], "warnings": [], "policy_digest": "sha256:00"},
       "sandbox": {"driver": "docker", "profile": "python", "image_id": "sha256:11", "receipt": {"uid": 20417}},
       "trace_id": "t", "something_newer": {"than": "this client"}}
      """;

  @Test
  void run_finishedProgram_readsEveryPart() throws Exception {
    try (CannedHost host = new CannedHost(200, Map.of(), FINISHED);
        PortcullisClient client = new PortcullisClient(host.url(), "ptc_secret")) {
      Execution execution =
          client.run(
              ExecutionRequest.of("python", "print(1)")
                  .withStdin(new byte[] {(byte) 0xff})
                  .withLimits(new Limits(500L, null, null, null, null, null)));

      assertThat(execution.finished()).isTrue();
      assertThat(execution.exit()).isEqualTo(new Execution.Exit("exited", 3, null, null));
      assertThat(execution.stdoutBytes()).containsExactly(0, 0xff);
      assertThat(execution.stdoutTruncated()).isTrue();
      assertThat(execution.stderrBytes()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
      assertThat(execution.artifacts())
          .containsExactly(new Execution.Artifact("a.png", 5L, "ab", "image/png", "/x", null));
      assertThat(execution.usage()).isEqualTo(new Execution.Usage(3, 2, 9, 0));
      assertThat(execution.decision()).isNotNull();
      assertThat(execution.decision().risk()).isEqualTo(7);
      assertThat(execution.sandbox()).isNotNull();
      assertThat(execution.sandbox().receipt().path("uid").asInt()).isEqualTo(20417);

      CannedHost.Seen request = host.request();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.uri()).isEqualTo("/v1/executions");
      assertThat(request.headers()).containsEntry("authorization", "Bearer ptc_secret");
      assertThat(Wire.JSON.readTree(request.body()))
          .isEqualTo(
              Wire.JSON.readTree(
                  """
                  {"language": "python", "code": "print(1)",
                   "stdin": {"content": "/w==", "encoding": "base64"}, "limits": {"wall_ms": 500}}
                  """));
    }
  }

  @Test
  void run_withIdempotencyKey_sendsIt() throws Exception {
    try (CannedHost host = new CannedHost(200, Map.of(), FINISHED);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      client.run(ExecutionRequest.of("python", "1"), "once");

      assertThat(host.request().headers()).containsEntry("idempotency-key", "once");
    }
  }

  @Test
  void submit_queuedProgram_asksNotToWait() throws Exception {
    try (CannedHost host =
            new CannedHost(202, Map.of(), "{\"id\":\"exe_2\",\"status\":\"queued\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      Execution execution = client.submit(ExecutionRequest.of("python", "1"));

      assertThat(execution.finished()).isFalse();
      assertThat(execution.exit()).isNull();
      assertThat(host.request().headers()).containsEntry("prefer", "respond-async");
    }
  }

  @Test
  void run_blocked_throwsEveryPartOfTheProblem() throws Exception {
    String problem =
        """
        {"type": "https://portcullis.dev/problems/policy_blocked", "title": "Policy does not permit this", "status": 403,
         "detail": "no rule allows it", "code": "policy_blocked", "request_id": "req_1",
         "decision": {"id": "dec_2", "computed": "block", "enforced": "block", "risk": 90, "rules": ["no"],
                      "messages": ["because"]}}
        """;
    try (CannedHost host = new CannedHost(403, Map.of(), problem);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      ProblemException thrown =
          catchThrowableOfType(
              ProblemException.class, () -> client.run(ExecutionRequest.of("python", "1")));

      assertThat(thrown.problem().code()).isEqualTo("policy_blocked");
      assertThat(thrown.problem().status()).isEqualTo(403);
      assertThat(thrown.problem().requestId()).isEqualTo("req_1");
      assertThat(thrown.problem().decision()).isNotNull();
      assertThat(thrown.problem().decision().rules()).containsExactly("no");
      assertThat(thrown).hasMessage("403 policy_blocked: no rule allows it");
    }
  }

  @Test
  void run_badInput_namesEveryViolation() throws Exception {
    String problem =
        "{\"status\":400,\"code\":\"invalid_request\",\"errors\":[{\"pointer\":\"/limits/pids\",\"reason\":\"below 1\"}]}";
    try (CannedHost host = new CannedHost(400, Map.of("X-Request-Id", "req_9"), problem);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      ProblemException thrown =
          catchThrowableOfType(
              ProblemException.class, () -> client.run(ExecutionRequest.of("python", "1")));

      assertThat(thrown.problem().errors())
          .containsExactly(new Problem.Violation("/limits/pids", "below 1", null, null));
      assertThat(thrown.problem().requestId()).isEqualTo("req_9");
    }
  }

  @Test
  void languages_rateLimited_saysWhenToAskAgain() throws Exception {
    try (CannedHost host =
            new CannedHost(429, Map.of("Retry-After", "2"), "{\"code\":\"rate_limited\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      ProblemException thrown = catchThrowableOfType(ProblemException.class, client::languages);

      assertThat(thrown.problem().retryAfterMs()).isEqualTo(2000);
    }
  }

  @Test
  void governorConfig_thenChange_sendsTheTagBack() throws Exception {
    String config =
        "{\"mode\":\"soft_block\",\"thresholds\":{\"warn\":40,\"block\":70},\"policy_digest\":\"sha256:1\",\"version\":4}";
    try (CannedHost host = new CannedHost(200, Map.of("ETag", "\"4\""), config);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      GovernorConfig read = client.governorConfig();
      assertThat(read)
          .isEqualTo(
              new GovernorConfig(
                  "soft_block",
                  new GovernorConfig.Thresholds(40, 70),
                  Map.of(),
                  Map.of(),
                  Map.of(),
                  List.of(),
                  "sha256:1",
                  4,
                  "\"4\""));
      host.request();

      client.changeGovernor(GovernorChange.mode("audit_only"), "\"4\"");

      CannedHost.Seen change = host.request();
      assertThat(change.method()).isEqualTo("PATCH");
      assertThat(change.headers()).containsEntry("if-match", "\"4\"");
      assertThat(change.body()).isEqualTo("{\"mode\":\"audit_only\"}");
    }
  }

  @Test
  void policies_keptListedAndActivated_areAskedOnTheirRoutes() throws Exception {
    try (CannedHost host = new CannedHost(201, Map.of(), "{\"digest\":\"sha256:1\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      assertThat(client.keepPolicy("rules: []".getBytes(StandardCharsets.UTF_8)))
          .isEqualTo("sha256:1");
      CannedHost.Seen kept = host.request();
      assertThat(kept.uri()).isEqualTo("/v1/governor/policies");
      assertThat(kept.headers()).containsEntry("content-type", "application/yaml");
      assertThat(kept.body()).isEqualTo("rules: []");

      client.activatePolicy("sha256:1", "\"4\"");
      CannedHost.Seen activated = host.request();
      assertThat(activated.method() + " " + activated.uri())
          .isEqualTo("POST /v1/governor/policies/sha256%3A1/activate");
      assertThat(activated.headers()).containsEntry("if-match", "\"4\"");

      assertThat(new String(client.policy("sha256:1"), StandardCharsets.UTF_8)).contains("digest");
      assertThat(host.request().uri()).isEqualTo("/v1/governor/policies/sha256%3A1");
    }
  }

  @Test
  void rehearsals_asked_sendOnlyWhatIsSaid() throws Exception {
    String report =
        "{\"policy_digest\":\"sha256:1\",\"thresholds\":{\"warn\":1,\"block\":2},\"replayed\":3,\"flips\":1,"
            + "\"matrix\":[{\"before\":\"allow\",\"after\":\"block\",\"count\":1,\"rules_after\":[{\"rule\":\"no\",\"count\":1}],"
            + "\"samples\":[\"dec_1\"]}],\"not_replayable\":[{\"reason\":\"old\",\"count\":9}]}";
    try (CannedHost host = new CannedHost(200, Map.of(), report);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      ReplayReport replayed = client.replay("sha256:1", null, "2026-01-01T00:00:00Z");
      assertThat(replayed.matrix().getFirst().isFlip()).isTrue();
      assertThat(replayed.matrix().getFirst().rulesAfter())
          .containsExactly(new ReplayReport.Rule("no", 1));
      assertThat(replayed.notReplayable()).containsExactly(new ReplayReport.Reason("old", 9));
      assertThat(host.request().body())
          .contains("\"to\":\"2026-01-01T00:00:00Z\"")
          .doesNotContain("from");

      client.explain(ExplainRequest.of("python", "1"));
      CannedHost.Seen explained = host.request();
      assertThat(explained.uri()).isEqualTo("/v1/governor/explain");
      assertThat(explained.body()).isEqualTo("{\"language\":\"python\",\"code\":\"1\"}");
    }
  }

  @Test
  void audit_filtered_asksForThatAndReadsThePage() throws Exception {
    try (CannedHost host =
            new CannedHost(200, Map.of(), "{\"items\":[{\"seq\":7}],\"next_cursor\":\"c 2\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      AuditQuery query = AuditQuery.ALL.where(AuditFilter.PRINCIPAL, "a&b").limit(1);

      Page<JsonNode> page = client.audit(query);

      assertThat(page.items())
          .singleElement()
          .satisfies(r -> assertThat(r.get("seq").asInt()).isEqualTo(7));
      assertThat(page.nextCursor()).isEqualTo("c 2");
      assertThat(host.request().uri()).isEqualTo("/v1/audit?principal=a%26b&limit=1");
      client.audit(query.after("c 2"));
      assertThat(host.request().uri()).isEqualTo("/v1/audit?principal=a%26b&cursor=c%202&limit=1");
    }
  }

  @Test
  void audit_everyFilter_isAParameterOfItsOwn() throws Exception {
    try (CannedHost host = new CannedHost(200, Map.of(), "{\"items\":[],\"next_cursor\":null}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      AuditQuery query = AuditQuery.ALL;
      for (AuditFilter filter : AuditFilter.values()) {
        query = query.where(filter, "x");
      }
      client.auditDecisions(query);
      assertThat(host.request().uri())
          .isEqualTo(
              "/v1/audit/decisions?principal=x&action=x&decision=x&skill=x&stage=x&cause=x&rule=x"
                  + "&source=x&id=x&computed=x&key=x&client_ip=x&language=x&profile=x&mode=x"
                  + "&policy=x&problem=x&min_risk=x&q=x&from=x&to=x");
    }
  }

  @Test
  void auditSummary_ofATime_isRead() throws Exception {
    String body =
        "{\"records\":3,\"by_action\":{\"distinct\":1,\"top\":[{\"action\":\"kill\",\"records\":3}]},"
            + "\"top_risks\":[{\"seq\":2}],\"hours\":[{\"hour\":\"h\",\"records\":3,\"allow\":1,\"warn\":0,\"block\":2}],"
            + "\"hours_cut\":true}";
    try (CannedHost host = new CannedHost(200, Map.of(), body);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      AuditSummary summary = client.auditSummary(new AuditSpan("2026-01-01T00:00:00Z", null));
      assertThat(host.request().uri()).isEqualTo("/v1/audit/summary?from=2026-01-01T00%3A00%3A00Z");
      assertThat(summary.records()).isEqualTo(3);
      assertThat(summary.byAction().top()).hasSize(1);
      assertThat(summary.hours()).containsExactly(new AuditSummary.Hour("h", 3, 1, 0, 2));
      assertThat(summary.hoursCut()).isTrue();
    }
  }

  @Test
  void auditActions_always_areRead() throws Exception {
    try (CannedHost host =
            new CannedHost(200, Map.of(), "{\"items\":[{\"action\":\"kill\",\"records\":3}]}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      assertThat(client.auditActions(AuditSpan.ALWAYS).items())
          .containsExactly(new ActionCount("kill", 3));
    }
  }

  @Test
  void execution_idWithSlashes_staysOneSegment() throws Exception {
    try (CannedHost host = new CannedHost(200, Map.of(), FINISHED);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      client.execution("../keys?x");

      assertThat(host.request().uri()).isEqualTo("/v1/executions/..%2Fkeys%3Fx");
    }
  }

  @Test
  void preflight_failing_isAReportAndNotAnError() throws Exception {
    String report =
        "{\"status\":\"fail\",\"checks\":[{\"name\":\"engine\",\"status\":\"fail\",\"detail\":\"down\",\"remedy\":\"start it\"}]}";
    try (CannedHost host = new CannedHost(503, Map.of(), report);
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      Report read = client.preflight();

      assertThat(read.status()).isEqualTo("fail");
      assertThat(read.checks())
          .containsExactly(new Report.Check("engine", "fail", "down", "start it"));
    }
  }

  @Test
  void ready_unavailable_isFalse() throws Exception {
    try (CannedHost host = new CannedHost(503, Map.of(), "{\"code\":\"halted\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "")) {
      assertThat(client.ready()).isFalse();
      assertThat(host.request().headers()).containsEntry("authorization", "");
    }
  }

  @Test
  void createKey_made_showsTheSecretOnce() throws Exception {
    try (CannedHost host =
            new CannedHost(
                201,
                Map.of(),
                "{\"id\":\"key_1\",\"principal\":\"ci\",\"roles\":[\"agent\"],\"source\":\"api\",\"key\":\"ptc_x\"}");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      ApiKey key = client.createKey(new NewKey("ci", List.of("agent"), "api"));

      assertThat(key.key()).isEqualTo("ptc_x");
      assertThat(host.request().body())
          .isEqualTo("{\"principal\":\"ci\",\"roles\":[\"agent\"],\"source\":\"api\"}");
    }
  }

  @Test
  void languages_answerThatIsNotJson_saysSo() throws Exception {
    try (CannedHost host = new CannedHost(200, Map.of(), "<html>");
        PortcullisClient client = new PortcullisClient(host.url(), "k")) {
      assertThatThrownBy(client::languages)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not JSON");
    }
  }

  @Test
  void languages_noAnswer_timesOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PortcullisClient client =
            new PortcullisClient(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                "k",
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofMillis(200))) {
      assertThatThrownBy(client::languages).isInstanceOf(HttpTimeoutException.class);
    }
  }
}
