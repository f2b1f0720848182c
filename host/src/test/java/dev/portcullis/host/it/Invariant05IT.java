package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every execution whose decision let it run has exactly one {@code finished} record, however it
 * ended. The host's own sudden end is {@link CrashIT}'s; refusals after the decision are {@link
 * BusyIT}'s, {@link HaltIT}'s and {@link UnfitIT}'s.
 */
@ExtendWith(SharedHost.class)
class Invariant05IT {
  private static final List<String> PROGRAMS =
      List.of(
          "print(1)",
          "raise SystemExit(3)",
          "import os; os.kill(os.getpid(), 9)",
          "import time; time.sleep(1000)",
          "while True: pass",
          "while True: print('x' * 1000)",
          "x = [b'x' * 2**20 for _ in range(4096)]");

  private final HostProcess host;

  Invariant05IT(HostProcess host) {
    this.host = host;
  }

  @Test
  void executions_endingInEveryWayAtOnce_haveOneEndEach() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (String code : PROGRAMS) {
      calls.add(() -> host.agent().run(limited(code)));
      calls.add(() -> host.agent().dryRun(limited(code)));
      calls.add(() -> cancelledAtOnce(code));
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : callers.invokeAll(calls)) {
        assertThat(answer.get().status()).as("%s", answer.get()).isIn(200, 202, 503);
      }
    }
    for (JsonNode decided : host.journal().records("decided")) {
      String id = decided.path("id").asText();
      if (host.admin().get("/v1/executions/" + id).status() == 200) {
        Runs.finished(host.admin(), id);
      }
    }

    host.journal().assertEveryAdmissionEndedOnce();
  }

  private Answer cancelledAtOnce(String code) throws Exception {
    Answer accepted = host.agent().start(limited(code)).is(202);
    return host.agent().delete("/v1/executions/" + accepted.json().path("id").asText());
  }

  private static ObjectNode limited(String code) {
    ObjectNode request = Api.program("python", code);
    request
        .putObject("limits")
        .put("wall_ms", 1_500)
        .put("cpu_ms", 700)
        .put("output_bytes", 100_000)
        .put("memory_bytes", 64 << 20);
    return request;
  }
}
