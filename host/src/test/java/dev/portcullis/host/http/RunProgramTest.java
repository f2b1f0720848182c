package dev.portcullis.host.http;

import static dev.portcullis.host.http.OpenDoor.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.execution.Refusal;
import dev.portcullis.host.http.OpenDoor.Answer;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunProgramTest {
  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void create_programThatPrints_answersExactlyTheDocumentedShape() throws Exception {
    Answer answer = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(answer.status()).isEqualTo(200);
    FakeExecution kept = door.host.kept.firstEntry().getValue();
    assertThat(answer.json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "%s", "status": "finished", "language": "python",
                     "exit": {"cause": "exited", "code": 0, "signal": null, "detail": null},
                     "stdout": "42\\n", "stdout_encoding": "utf-8", "stdout_truncated": false,
                     "stderr": "", "stderr_encoding": "utf-8", "stderr_truncated": false,
                     "artifacts": [],
                     "limits": {"wall_ms": 10000, "cpu_ms": 5000, "memory_bytes": 268435456, "pids": 64,
                                "output_bytes": 1048576, "workspace_bytes": 67108864},
                     "usage": {"wall_ms": 3, "cpu_ms": 2, "peak_memory_bytes": 9437184, "queued_ms": 1},
                     "decision": {"id": "dec_01J00000000000000000000000", "computed": "allow",
                                  "enforced": "allow", "mode": "soft_block", "risk": 0,
                                  "rules": ["agents-run-code"], "warnings": [],
                                  "policy_digest": "sha256:%s", "config_version": 7},
                     "sandbox": {"driver": "docker", "profile": "python", "image_id": "sha256:%s",
                       "receipt": {"uid": 20417, "capabilities": "0000000000000000", "seccomp": "filter",
                         "no_new_privileges": true, "interfaces": ["lo"], "rootfs": "read-only",
                         "mounts": ["/workspace tmpfs", "/tmp tmpfs"], "apparmor": "unavailable",
                         "probes": {"mount": "EPERM"}}},
                     "principal": "agent", "created_at": "2026-01-02T03:04:05.678Z",
                     "trace_id": "0af7651916cd43dd8448eb211c80319c"}
                    """
                        .formatted(kept.id, "a".repeat(64), "b".repeat(64))));
  }

  @ParameterizedTest
  @CsvSource({
    "true, base64, gP8=",
    "false, utf-8, é",
  })
  void create_anyOutput_isTextOnlyIfStrictlyUtf8(boolean binary, String encoding, String shown) {
    byte[] out =
        binary ? new byte[] {(byte) 0x80, (byte) 0xff} : shown.getBytes(StandardCharsets.UTF_8);
    door.host.answer =
        (_, caller) ->
            new Admission.Admitted(
                door.host.keep(caller).ending(FakeExecution.ended(new Exit.Exited(3), out)));

    Answer answer = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("stdout").asText()).isEqualTo(shown);
    assertThat(answer.json().path("stdout_encoding").asText()).isEqualTo(encoding);
    assertThat(answer.json().at("/exit/code").asInt()).isEqualTo(3);
  }

  @Test
  void create_killedProgram_namesCauseAndSignal() {
    door.host.answer =
        (_, caller) ->
            new Admission.Admitted(
                door.host
                    .keep(caller)
                    .ending(
                        FakeExecution.ended(
                            new Exit.Stopped(Exit.Reason.OUT_OF_MEMORY, 0, 9, "cgroup"),
                            new byte[0])));

    Answer answer = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(answer.json().path("exit").toString())
        .isEqualTo(
            "{\"cause\":\"out_of_memory\",\"code\":null,\"signal\":\"SIGKILL\",\"detail\":\"cgroup\"}");
  }

  @Test
  void create_dryRun_answersTheDecisionAndRunsNothing() {
    Answer answer = door.post("agent", "/v1/executions?dry_run=true", PROGRAM);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("dry_run").asBoolean()).isTrue();
    assertThat(answer.json().at("/decision/computed").asText()).isEqualTo("allow");
    assertThat(answer.json().at("/limits/pids").asInt()).isEqualTo(64);
    assertThat(door.host.kept).isEmpty();
  }

  @Test
  void create_respondAsync_isAcceptedAndFoundLater() {
    door.host.answer = (_, caller) -> new Admission.Admitted(door.host.keep(caller));

    Answer answer =
        door.send(
            "agent",
            "/v1/executions",
            request ->
                request
                    .POST(BodyPublishers.ofString(PROGRAM))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("Prefer", "wait=5, Respond-Async"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asText()).isEqualTo("running");
    assertThat(answer.json().has("stdout")).isFalse();
    String location = answer.header("Location");
    assertThat(location).isEqualTo("/v1/executions/" + answer.json().path("id").asText());

    door.host.kept.firstEntry().getValue().ending(FakeExecution.printed("later"));
    Answer later = door.get("agent", location);
    assertThat(later.json().path("status").asText()).isEqualTo("finished");
    assertThat(later.json().path("stdout").asText()).isEqualTo("later");
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 400",
    "POLICY_BLOCKED, 403",
    "RATE_LIMITED, 429",
    "HALTED, 503",
    "AUDIT_UNAVAILABLE, 503",
    "PREFLIGHT_FAILED, 503",
    "SATURATED, 503",
    "ENGINE_UNAVAILABLE, 503",
  })
  void create_refused_isTheProblemOfItsCode(Refusal.Code code, int status) {
    var refusal =
        new Refusal(
            code,
            "not now",
            List.of(),
            Optional.of(FakeExecution.DECISION),
            Optional.of(Duration.ofMillis(1_200)));
    door.host.answer = (_, _) -> new Admission.Refused(refusal);

    Answer before = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(before.status()).isEqualTo(status);
    assertThat(before.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(before.code()).isEqualTo(code.text());
    assertThat(before.json().path("detail").asText()).isEqualTo("not now");
    assertThat(before.header("Retry-After")).isEqualTo("2");
    assertThat(before.json().path("retry_after_ms").asInt()).isEqualTo(1_200);
    assertThat(before.json().at("/decision/rules/0").asText()).isEqualTo("agents-run-code");
    assertThat(before.json().at("/decision/messages").isArray()).isTrue();

    door.host.answer =
        (_, caller) ->
            new Admission.Admitted(door.host.keep(caller).ending(FakeExecution.refused(refusal)));
    Answer after = door.post("agent", "/v1/executions", PROGRAM);
    assertThat(after.status()).isEqualTo(status);
    Answer kept = door.get("agent", "/v1/executions/" + door.host.kept.firstKey());
    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.json().at("/exit/cause").asText()).isEqualTo("refused");
    assertThat(kept.json().at("/refusal/code").asText()).isEqualTo(code.text());
  }

  @Test
  void get_anothersExecution_isNotThereForAnAgentAndThereForAnAuditor() {
    String path = "/v1/executions/" + door.host.keep(FakeHost.principal("agent", Role.AGENT)).id;

    assertThat(door.get("agent", path).status()).isEqualTo(200);
    assertThat(door.get("agent-2", path).code()).isEqualTo("not_found");
    assertThat(door.get("auditor", path).status()).isEqualTo(200);
    assertThat(door.send("agent-2", path, request -> request.DELETE()).code())
        .isEqualTo("not_found");
    assertThat(door.get("agent", "/v1/executions/exe_nonsense").code()).isEqualTo("not_found");
  }

  @Test
  void list_pages_areNewestFirstAndOnlyOnesOwn() {
    for (int i = 0; i < 5; i++) {
      door.host.keep(FakeHost.principal("agent", Role.AGENT));
      door.host.keep(FakeHost.principal("agent-2", Role.AGENT));
    }

    Answer first = door.get("agent", "/v1/executions?limit=3");
    Answer second =
        door.get(
            "agent", "/v1/executions?limit=3&cursor=" + first.json().path("next_cursor").asText());

    assertThat(first.json().path("items")).hasSize(3);
    assertThat(second.json().path("items")).hasSize(2);
    assertThat(second.json().path("next_cursor").isNull()).isTrue();
    assertThat(first.json().at("/items/0/id").asText())
        .isGreaterThan(first.json().at("/items/1/id").asText());
    assertThat(door.get("operator", "/v1/executions").json().path("items")).hasSize(10);
    assertThat(door.get("agent", "/v1/executions?cursor=x").status()).isEqualTo(400);
    assertThat(door.get("agent", "/v1/executions?limit=0").status()).isEqualTo(400);
  }

  @Test
  void cancel_runningThenFinished_endsItOnce() {
    FakeExecution running = door.host.keep(FakeHost.principal("agent", Role.AGENT));
    String path = "/v1/executions/" + running.id;

    Answer first = door.send("agent", path, request -> request.DELETE());
    Answer second = door.send("agent", path, request -> request.DELETE());

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().at("/exit/cause").asText()).isEqualTo("cancelled");
  }

  @Test
  void cancel_anothersExecution_isForItsPrincipalAndAdminsOnly() {
    FakeExecution running = door.host.keep(FakeHost.principal("agent", Role.AGENT));
    String path = "/v1/executions/" + running.id;

    Answer seen = door.send("agent+auditor", path, request -> request.DELETE());
    assertThat(door.get("agent+auditor", path).status()).isEqualTo(200);
    assertThat(seen.code()).isEqualTo("forbidden");
    assertThat(running.result()).isEmpty();
    assertThat(door.send("admin", path, request -> request.DELETE()).status()).isEqualTo(202);
  }

  @Test
  void create_runningLongerThanAConnectionMayBeSilent_isAnsweredAllTheSame() throws Exception {
    HttpConfig usual = HttpConfig.on("127.0.0.1", 0);
    var hasty =
        new HttpConfig(
            usual.address(),
            usual.port(),
            usual.maxBodyBytes(),
            usual.bytesInFlight(),
            usual.hostNames(),
            usual.origins(),
            usual.proxies(),
            usual.connections(),
            Duration.ofMillis(300),
            usual.bodyPatience(),
            usual.grace());
    try (var impatient = new OpenDoor(hasty)) {
      impatient.host.answer =
          (request, caller) -> {
            FakeExecution execution = impatient.host.keep(caller);
            Thread.ofVirtual()
                .start(
                    () -> {
                      LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
                      execution.ending(FakeExecution.printed("late"));
                    });
            return new Admission.Admitted(execution);
          };

      Answer answer = impatient.post("agent", "/v1/executions", PROGRAM);

      assertThat(answer.json().path("stdout").asText()).isEqualTo("late");
    }
  }

  @Test
  void artifact_takenFile_comesAsAnAttachmentThatNoBrowserShows() {
    FakeExecution execution =
        door.host
            .keep(FakeHost.principal("agent", Role.AGENT))
            .ending(
                FakeExecution.ended(
                    new Exit.Exited(0),
                    new byte[0],
                    new Artifact.Taken("out/plöt \".html", Bytes.of(new byte[] {1, 2, 3})),
                    new Artifact.Skipped("pipe", "not_regular")));
    String path = "/v1/executions/" + execution.id;

    Answer view = door.get("agent", path);
    Answer file = door.get("agent", view.json().at("/artifacts/0/href").asText());

    assertThat(view.json().at("/artifacts/0/size_bytes").asInt()).isEqualTo(3);
    assertThat(view.json().at("/artifacts/0/media_type").asText()).isEqualTo("text/html");
    assertThat(view.json().at("/artifacts/0/sha256").asText())
        .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    assertThat(view.json().at("/artifacts/1/skipped").asText()).isEqualTo("not_regular");
    assertThat(file.response().body()).containsExactly(1, 2, 3);
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"pl__t__.html\"; filename*=UTF-8''pl%C3%B6t%20%22.html");
    assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(file.response().headers().allValues("Content-Security-Policy"))
        .containsExactly("sandbox");
    assertThat(door.get("agent", path + "/artifacts/1").status()).isEqualTo(404);
    assertThat(door.get("agent", path + "/artifacts/2").status()).isEqualTo(404);
    assertThat(door.get("agent", path + "/artifacts/-1").status()).isEqualTo(404);
    assertThat(door.get("agent-2", path + "/artifacts/0").status()).isEqualTo(404);
  }
}
