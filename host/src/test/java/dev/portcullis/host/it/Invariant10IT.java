package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes from sandboxes are hostile: bounded, validated, never a path on the host. And the eleventh:
 * whatever happens to a runner harms only its own execution, and the host itself ends it in time.
 */
class Invariant10IT {
  private static HostileImage image;
  private static TestHome home;
  private static HostProcess host;

  @BeforeAll
  static void start() throws Exception {
    image = HostileImage.honest();
    home = TestHome.of(TestHome.ENABLED);
    image.replace("node", home);
    host = HostProcess.ready(home);
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    home.close();
    image.close();
  }

  @AfterEach
  void theHostIsWell() throws Exception {
    host.agent().get("/v1/ready").is(200);
    JsonNode execution = host.agent().run(Api.program("shell", "echo well")).is(200).json();
    assertThat(execution.path("stdout").asText()).isEqualTo("well\n");
  }

  @Test
  void runner_thatKeepsTheProtocol_isBelieved() throws Exception {
    JsonNode execution = run("honest");

    assertThat(execution.at("/exit/cause").asText()).isEqualTo("exited");
    assertThat(execution.path("stdout").asText()).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huge length",
        "unknown type",
        "second receipt",
        "path on the host",
        "artifact without end",
        "no json",
        "deep json",
        "impossible exit",
        "cause of the host",
        "output without end",
        "invented output",
        "half a frame",
        "vanish",
        "failure",
        "noise"
      })
  void runner_thatBreaksTheProtocol_isLostAndNothingElse(String how) throws Exception {
    JsonNode execution = run(how);

    assertThat(execution.at("/exit/cause").asText()).isEqualTo("runner_lost");
    assertThat(execution.at("/exit/code").isNull()).isTrue();
    assertThat(execution.at("/exit/detail").asText()).doesNotContain("\u001b", "\u0007");
    assertThat(execution.path("artifacts")).isEmpty();
    assertThat(execution.path("stdout").asText().length()).isLessThanOrEqualTo(1_000);
    assertThat(Files.exists(Path.of("/etc/portcullis-was-here"))).isFalse();
    assertThat(host.journal().about(execution.path("id").asText())).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"silence", "drip"})
  void invariant11_runnerThatDoesNotEnd_isEndedByTheHost(String how) throws Exception {
    long from = System.nanoTime();

    JsonNode execution = run(how);

    double seconds = (System.nanoTime() - from) / 1e9;
    assertThat(execution.at("/exit/cause").asText()).isIn("timeout", "runner_lost");
    assertThat(seconds).isBetween(2.0, 15.0);
  }

  private static JsonNode run(String how) throws Exception {
    ObjectNode request = Api.program("node", how);
    request.putObject("limits").put("wall_ms", 1_500).put("output_bytes", 1_000);
    request.withArray("artifacts").add("a.txt").add("*.png");
    JsonNode execution = host.agent().run(request).is(200).json();
    List<String> causes = List.of("exited", "runner_lost", "timeout");
    assertThat(execution.at("/exit/cause").asText()).as("%s", execution).isIn(causes);
    return execution;
  }
}
