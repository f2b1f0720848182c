package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that may not or cannot run programs refuse, and record it. */
class UnfitIT {
  private static final String NO_SUCH_IMAGE =
      "sha256:00000000000000000000000000000000000000000000000000000000deadbeef";

  @Test
  void execution_switchedOff_refusesAndRecords() throws Exception {
    try (TestHome home = TestHome.of("[http]\nport = 0\n");
        HostProcess host = HostProcess.live(home, List.of())) {
      Answer answer = host.agent().run(Api.program("python", "print(1)"));

      answer.isProblem(503, "preflight_failed");
      assertThat(answer.json().path("detail").asText()).contains("execution");
      refusedOnRecord(host, "preflight_failed");
      assertThat(host.containers()).isEmpty();
    }
  }

  @Test
  void preflight_imageIsNotThere_refusesAndRecords() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      ObjectNode lock = (ObjectNode) Answer.JSON.readTree(home.home().images().toFile());
      ((ObjectNode) lock.get("node")).put("image_id", NO_SUCH_IMAGE);
      Files.writeString(home.home().images(), lock.toString());
      try (HostProcess host = HostProcess.live(home, List.of())) {
        Answer answer = host.agent().run(Api.program("node", "console.log(1)"));

        answer.isProblem(503, "preflight_failed");
        refusedOnRecord(host, "preflight_failed");
        JsonNode preflight = host.admin().get("/v1/preflight").is(200).json();
        assertThat(preflight.path("status").asText()).isEqualTo("fail");
        JsonNode check = check(preflight, "image_node");
        assertThat(check.path("status").asText()).isEqualTo("fail");
        assertThat(check.path("remedy").asText()).isNotBlank();
      }
    }
  }

  @Test
  void engine_notThere_refusesAndRecords_andTheRestOfTheHostWorks() throws Exception {
    String config = TestHome.ENABLED + "[sandbox]\nengine = \"unix:///nonexistent/docker.sock\"\n";
    try (TestHome home = TestHome.of(config);
        HostProcess host = HostProcess.live(home, List.of())) {
      Answer answer = host.agent().run(Api.program("python", "print(1)"));

      assertThat(answer.is(503).json().path("code").asText())
          .isIn("engine_unavailable", "preflight_failed");
      refusedOnRecord(host, answer.json().path("code").asText());
      assertThat(answer.text()).doesNotContain("nonexistent");
      assertThat(host.admin().get("/v1/ready").status()).isEqualTo(503);
      host.admin().get("/v1/live").is(200);
      host.admin().get("/v1/audit").is(200);
    }
  }

  @Test
  void preflight_rootlessRequiredOfAnEngineOfRoot_refuses() throws Exception {
    String config = TestHome.ENABLED + "[sandbox]\nrequire_rootless = true\n";
    try (TestHome home = TestHome.of(config);
        HostProcess host = HostProcess.live(home, List.of())) {
      assertThat(Engine.docker("info", "--format", "{{.SecurityOptions}}"))
          .as("this test needs an engine of root")
          .doesNotContain("rootless");

      host.agent().run(Api.program("python", "print(1)")).isProblem(503, "preflight_failed");

      JsonNode preflight = host.admin().get("/v1/preflight").is(200).json();
      assertThat(check(preflight, "rootless").path("status").asText()).isEqualTo("fail");
    }
  }

  /** It was admitted by policy, and what stopped it is its one {@code finished} record. */
  private static void refusedOnRecord(HostProcess host, String problem) throws Exception {
    JsonNode decided = host.journal().records("decided").getLast();
    List<JsonNode> records = host.journal().about(decided.path("id").asText());
    assertThat(records).hasSize(2);
    assertThat(records.getLast().at("/outcome/cause").asText()).isEqualTo("refused");
    assertThat(records.getLast().at("/outcome/problem").asText()).isEqualTo(problem);
  }

  private static JsonNode check(JsonNode preflight, String name) {
    for (JsonNode check : preflight.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + preflight);
  }
}
