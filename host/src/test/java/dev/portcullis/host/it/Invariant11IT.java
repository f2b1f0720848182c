package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The runner shares its sandbox with the guest: whatever the guest does to it harms only that
 * execution. What a runner can do to the host is in {@link Invariant10IT}.
 */
@ExtendWith(SharedHost.class)
class Invariant11IT {
  private final HostProcess host;

  Invariant11IT(HostProcess host) {
    this.host = host;
  }

  @AfterEach
  void theNextExecution_isAsEver() throws Exception {
    JsonNode execution = host.agent().run(Api.program("python", "print(6 * 7)")).is(200).json();
    assertThat(execution.path("stdout").asText()).isEqualTo("42\n");
    host.agent().get("/v1/ready").is(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kills it           | os.kill(1, 9)",
        "stops it           | os.kill(1, 19)",
        "kills everything   | os.kill(-1, 9)",
        "writes to the host | open('/proc/1/fd/1', 'wb').write(b'\\x87\\0\\0\\0\\2{}')",
        "reads its memory   | print(open('/proc/1/mem', 'rb').read(1))",
        "starves its files  | __import__('resource').prlimit(1, 7, (4, 4))",
        "starves its memory | __import__('resource').prlimit(1, 9, (0, 0))",
        "makes it wait      | os.setpriority(os.PRIO_PROCESS, 1, 19)",
        "pins it            | os.sched_setaffinity(1, [0])",
        "traces it          | __import__('ctypes').CDLL(None).ptrace(16, 1, 0, 0)"
      })
  void guest_attacksItsRunner_endsInTimeWithAnHonestAnswer(String what, String attack)
      throws Exception {
    String code =
        """
        import os
        try:
            %s
        except OSError as refused:
            print(type(refused).__name__)
        print("after", flush=True)
        """
            .formatted(attack);
    ObjectNode request = Api.program("python", code);
    request.putObject("limits").put("wall_ms", 3_000);
    long from = System.nanoTime();

    JsonNode execution = host.agent().run(request).is(200).json();

    double seconds = (System.nanoTime() - from) / 1e9;
    assertThat(seconds).as(what).isLessThan(15);
    assertThat(execution.at("/exit/cause").asText()).as("%s", execution).isEqualTo("exited");
    assertThat(execution.path("stdout").asText()).endsWith("after\n");
    assertThat(host.journal().about(execution.path("id").asText())).hasSize(2);
  }
}
