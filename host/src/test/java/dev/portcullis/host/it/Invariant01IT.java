package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No program starts before its {@code decided} record is durable: whenever a program is seen to
 * run, its decision is on disk and its end is not.
 */
@ExtendWith(SharedHost.class)
class Invariant01IT {
  private final HostProcess host;

  Invariant01IT(HostProcess host) {
    this.host = host;
  }

  @RepeatedTest(5)
  void decision_ofARunningProgram_isOnDisk() throws Exception {
    String id =
        host.agent().start(Api.program("shell", "sleep 1000")).is(202).json().path("id").asText();

    List<JsonNode> asAccepted = host.journal().about(id);
    Runs.running(host.agent(), id);
    List<JsonNode> asRunning = host.journal().about(id);
    host.agent().delete("/v1/executions/" + id);
    Runs.finished(host.agent(), id);

    assertThat(asAccepted)
        .extracting(line -> line.path("stage").asText())
        .containsExactly("decided");
    assertThat(asRunning).isEqualTo(asAccepted);
    assertThat(host.journal().about(id))
        .extracting(line -> line.path("stage").asText())
        .containsExactly("decided", "finished");
  }
}
