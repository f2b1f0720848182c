package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Executions beyond running and waiting: asynchronous, watched, listed, cancelled, judged only. */
@ExtendWith(SharedHost.class)
class ControlIT {
  private static final String SLEEPS =
      "import time; print('started', flush=True); time.sleep(1000)";

  private final HostProcess host;

  ControlIT(HostProcess host) {
    this.host = host;
  }

  @Test
  void create_async_isAcceptedAndFoundAtItsLocation() throws Exception {
    Answer accepted = host.agent().start(Api.program("python", "print(6 * 7)")).is(202);

    String location = accepted.headers().firstValue("Location").orElseThrow();
    String id = accepted.json().path("id").asText();
    assertThat(location).isEqualTo("/v1/executions/" + id);
    assertThat(accepted.json().path("status").asText()).isIn("queued", "running", "finished");
    JsonNode execution = Runs.finished(host.agent(), id);
    assertThat(execution.path("stdout").asText()).isEqualTo("42\n");
    assertThat(execution.at("/decision/enforced").asText()).isEqualTo("allow");
    assertThat(host.journal().about(id)).hasSize(2);
  }

  @Test
  void cancel_running_endsItAndKeepsItsOutput() throws Exception {
    String id = started(host.agent(), Api.program("python", SLEEPS));
    Runs.running(host.agent(), id);
    Thread.sleep(500);

    host.agent().delete("/v1/executions/" + id).is(202);

    JsonNode execution = Runs.finished(host.agent(), id);
    assertThat(execution.at("/exit/cause").asText()).isEqualTo("cancelled");
    assertThat(execution.path("stdout").asText()).isEqualTo("started\n");
    host.agent().delete("/v1/executions/" + id).is(200);
    assertThat(Runs.finished(host.agent(), id)).isEqualTo(execution);
    List<JsonNode> records = host.journal().about(id);
    assertThat(records).hasSize(2);
    assertThat(records.getLast().at("/outcome/cause").asText()).isEqualTo("cancelled");
  }

  @Test
  void executions_ofOthers_areNotThere() throws Exception {
    Api other = host.key("it-other-agent", "agent");
    String id = started(host.agent(), Api.program("python", SLEEPS));

    other.get("/v1/executions/" + id).isProblem(404, "not_found");
    other.delete("/v1/executions/" + id).isProblem(404, "not_found");
    other.get("/v1/executions/" + id + "/artifacts/0").isProblem(404, "not_found");
    assertThat(ids(other)).doesNotContain(id);
    Api auditor = host.key("it-auditor", "auditor");
    assertThat(ids(auditor)).contains(id);
    JsonNode seen = auditor.get("/v1/executions/" + id).is(200).json();
    assertThat(seen.has("code")).isFalse();
    auditor.delete("/v1/executions/" + id).isProblem(403, "forbidden");
    assertThat(host.agent().get("/v1/executions/" + id).json().path("status").asText())
        .isNotEqualTo("finished");

    host.agent().delete("/v1/executions/" + id).is(202);
    Runs.finished(host.agent(), id);
  }

  @Test
  void list_pageByPage_hasEveryExecutionOnceNewestFirst() throws Exception {
    Api lister = host.key("it-lister", "agent");
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(lister.run(Api.program("shell", "echo " + i)).is(200).json().path("id").asText());
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = lister.get("/v1/executions?limit=2" + cursor).is(200).json();
      assertThat(page.path("items").size()).isBetween(1, 2);
      page.path("items").forEach(item -> listed.add(item.path("id").asText()));
      cursor =
          page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
    } while (!cursor.isEmpty());

    assertThat(listed).isEqualTo(made.reversed());
  }

  @Test
  void dryRun_decidesAndRecords_andRunsNothing() throws Exception {
    int finished = host.journal().records("finished").size();

    JsonNode judged = host.agent().dryRun(Api.program("python", "print(1)")).is(200).json();

    assertThat(judged.at("/decision/computed").asText()).isEqualTo("allow");
    assertThat(judged.at("/limits/wall_ms").asLong()).isPositive();
    assertThat(judged.has("exit")).isFalse();
    JsonNode record = host.journal().records("decided").getLast();
    assertThat(record.path("decision_id")).isEqualTo(judged.at("/decision/id"));
    assertThat(record.path("dry_run").asBoolean()).isTrue();
    Thread.sleep(1_000);
    assertThat(host.journal().records("finished")).hasSize(finished);
  }

  @Test
  void limits_beyondWhatIsGranted_areCutWithAWarning() throws Exception {
    ObjectNode request = Api.program("python", "print(1)");
    request.putObject("limits").put("wall_ms", 1_234).put("pids", 7);

    JsonNode execution = host.agent().run(request).is(200).json();

    assertThat(execution.at("/limits/wall_ms").asLong()).isEqualTo(1_234);
    assertThat(execution.at("/limits/pids").asLong()).isEqualTo(7);
    assertThat(execution.at("/decision/warnings").size()).isZero();
  }

  @Test
  void artifacts_thatWereAskedFor_comeBackAndNothingElse() throws Exception {
    ObjectNode request =
        Api.program(
            "shell",
            """
            mkdir out
            printf '\\x00\\xff' >out/data.bin
            echo '<script>' >page.html
            echo secret >not-asked-for.txt
            ln -s /etc/passwd out/link.bin
            """);
    request.withArray("artifacts").add("out/**").add("*.html");

    JsonNode artifacts = host.agent().run(request).is(200).json().path("artifacts");

    List<String> taken = new ArrayList<>();
    for (JsonNode artifact : artifacts) {
      if (artifact.has("href")) {
        taken.add(artifact.path("path").asText());
        Answer file = host.agent().get(artifact.path("href").asText()).is(200);
        assertThat(file.bytes()).hasSize(artifact.path("size_bytes").asInt());
        assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
            .startsWith("attachment");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(file.headers().firstValue("Content-Security-Policy").orElse(""))
            .contains("sandbox");
      }
    }
    assertThat(taken).containsExactlyInAnyOrder("out/data.bin", "page.html");
    assertThat(artifacts.toString()).doesNotContain("not-asked-for");
  }

  private static String started(Api api, ObjectNode request) throws Exception {
    return api.start(request).is(202).json().path("id").asText();
  }

  private static List<String> ids(Api api) throws Exception {
    List<String> ids = new ArrayList<>();
    api.get("/v1/executions?limit=200")
        .is(200)
        .json()
        .path("items")
        .forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }
}
