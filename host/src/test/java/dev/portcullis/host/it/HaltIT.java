package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The kill switch: it ends what runs, keeps everything else from starting, and outlives the host.
 */
class HaltIT {
  private static TestHome home;
  private static HostProcess host;

  @BeforeAll
  static void start() throws Exception {
    home = TestHome.of(TestHome.ENABLED);
    host = HostProcess.ready(home);
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    home.close();
  }

  @AfterEach
  void resume() throws Exception {
    host.admin().post("/v1/resume", Answer.JSON.createObjectNode()).is(200);
  }

  @Test
  void kill_whileProgramsRun_endsThemAllAndRecordsIt() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String language : List.of("python", "node", "shell")) {
      String waits =
          switch (language) {
            case "python" -> "while True: pass";
            case "node" -> "setInterval(() => {}, 1000)";
            default -> "sleep 1000";
          };
      ids.add(host.agent().start(Api.program(language, waits)).is(202).json().path("id").asText());
    }
    for (String id : ids) {
      Runs.running(host.agent(), id);
    }

    JsonNode halt = kill("an exercise");

    assertThat(halt.path("halted").asBoolean()).isTrue();
    for (String id : ids) {
      JsonNode execution = Runs.finished(host.agent(), id);
      assertThat(execution.at("/exit/cause").asText()).isIn("cancelled", "refused");
      assertThat(host.journal().about(id)).hasSize(2);
    }
    JsonNode record = host.journal().records("admin").getLast();
    assertThat(record.path("action").asText()).isEqualTo("kill");
    assertThat(record.toString()).contains("an exercise");
  }

  @Test
  void halted_runsNothingAndSaysSo_untilItIsResumed() throws Exception {
    kill("an exercise");

    host.agent().run(Api.program("python", "print(1)")).isProblem(503, "halted");
    host.admin().run(Api.program("python", "print(1)")).isProblem(503, "halted");
    JsonNode record = host.journal().records("decided").getLast();
    assertThat(record.path("enforced").asText()).isEqualTo("block");
    host.agent().get("/v1/languages").is(200);
    host.agent().get("/v1/executions").is(200);

    host.admin().post("/v1/resume", Answer.JSON.createObjectNode()).is(200);

    JsonNode execution = host.agent().run(Api.program("python", "print(1)")).is(200).json();
    assertThat(execution.path("stdout").asText()).isEqualTo("1\n");
    assertThat(host.journal().records("admin").getLast().path("action").asText())
        .isEqualTo("resume");
  }

  @Test
  void kill_byAnAgent_isForbidden() throws Exception {
    host.agent().post("/v1/kill", Answer.JSON.createObjectNode()).isProblem(403, "forbidden");

    host.agent().run(Api.program("python", "print(1)")).is(200);
  }

  @Test
  void halted_restarted_isStillHalted() throws Exception {
    kill("to stay");
    host.stop();

    host = HostProcess.live(home, List.of());

    host.agent().run(Api.program("python", "print(1)")).isProblem(503, "halted");
    host.admin().post("/v1/resume", Answer.JSON.createObjectNode()).is(200);
    host.awaitReady();
    host.agent().run(Api.program("python", "print(1)")).is(200);
  }

  private static JsonNode kill(String reason) throws Exception {
    ObjectNode body = Answer.JSON.createObjectNode().put("reason", reason);
    return host.admin().post("/v1/kill", body).is(200).json();
  }
}
