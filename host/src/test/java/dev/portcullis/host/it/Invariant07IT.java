package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Output a program wrote before it ended is returned up to its limit, and a cut is told. */
@ExtendWith(SharedHost.class)
class Invariant07IT {
  private static final String COUNT =
      """
      import os, signal, sys, time
      for n in range(20000):
          sys.stdout.write("%d\\n" % n)
      sys.stdout.flush()
      """;

  private final HostProcess host;

  Invariant07IT(HostProcess host) {
    this.host = host;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exited        | sys.exit(3)",
        "signaled      | os.kill(os.getpid(), signal.SIGKILL)",
        "signaled      | os.abort()",
        "timeout       | time.sleep(1000)",
        "cpu_limit     | exec('while True: pass')",
        "out_of_memory | x = [b'x' * 2**20 for _ in range(4096)]",
        "exited        | raise SystemExit"
      })
  void output_beforeAnyEnd_isReturnedWhole(String cause, String end) throws Exception {
    ObjectNode request = Api.program("python", COUNT + end);
    request
        .putObject("limits")
        .put("wall_ms", cause.equals("timeout") ? 1_500 : 20_000)
        .put("cpu_ms", cause.equals("cpu_limit") ? 800 : 10_000)
        .put("memory_bytes", 64 << 20);

    JsonNode execution = host.agent().run(request).is(200).json();

    assertThat(execution.at("/exit/cause").asText()).isEqualTo(cause);
    assertThat(execution.path("stdout").asText().equals(counted())).as("all 20,000 lines").isTrue();
    assertThat(execution.path("stdout_truncated").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 4_096, 65_536, 65_537})
  void output_overItsLimit_isCutExactlyThereAndToldSo(int limit) throws Exception {
    ObjectNode request = Api.program("python", COUNT);
    request.putObject("limits").put("output_bytes", limit);

    JsonNode execution = host.agent().run(request).is(200).json();

    assertThat(execution.at("/exit/cause").asText()).isEqualTo("output_limit");
    assertThat(execution.path("stdout").asText()).isEqualTo(counted().substring(0, limit));
    assertThat(execution.path("stdout_truncated").asBoolean()).isTrue();
    assertThat(execution.path("stderr_truncated").asBoolean()).isFalse();
  }

  @Test
  void output_ofExactlyItsLimit_isNotCut() throws Exception {
    ObjectNode request = Api.program("python", COUNT);
    request.putObject("limits").put("output_bytes", counted().length());

    JsonNode execution = host.agent().run(request).is(200).json();

    assertThat(execution.at("/exit/cause").asText()).isEqualTo("exited");
    assertThat(execution.path("stdout").asText()).hasSize(counted().length());
    assertThat(execution.path("stdout_truncated").asBoolean()).isFalse();
  }

  private static String counted() {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < 20_000; n++) {
      lines.append(n).append('\n');
    }
    return lines.toString();
  }
}
