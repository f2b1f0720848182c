package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sandbox serves one execution and never goes back to the pool. */
@ExtendWith(SharedHost.class)
class Invariant03IT {
  /** More than any pool of this suite holds. */
  private static final int RUNS = 8;

  private final HostProcess host;

  Invariant03IT(HostProcess host) {
    this.host = host;
  }

  @ParameterizedTest
  @CsvSource({"python", "shell"})
  void executions_oneAfterTheOther_findNothingOfEachOther(String language) throws Exception {
    String shell =
        """
        find /workspace /tmp /dev/shm /dev/mqueue -mindepth 1 ! -name main.sh
        touch /workspace/mark /tmp/mark /dev/shm/mark
        (setsid sleep 1000 &)
        """;
    String python =
        """
        import os, subprocess
        for place in ["/workspace", "/tmp", "/dev/shm", "/dev/mqueue"]:
            for name in os.listdir(place):
                if name != "main.py":
                    print(place, name)
            try:
                open(place + "/mark", "w").close()
            except OSError:
                pass
        subprocess.Popen(["sleep", "1000"], start_new_session=True)
        """;
    for (int i = 0; i < RUNS; i++) {
      JsonNode execution =
          host.agent()
              .run(Api.program(language, language.equals("shell") ? shell : python))
              .is(200)
              .json();

      assertThat(execution.path("stdout").asText()).as("%s", execution).isEmpty();
      assertThat(execution.at("/exit/code").asInt(-1)).isZero();
    }
  }

  @Test
  void sandboxes_ofThePool_areReplacedByTheirUse() throws Exception {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      JsonNode execution = host.agent().run(Api.program("shell", "id -u")).is(200).json();
      seen.add(execution.path("stdout").asText());
    }

    assertThat(seen).doesNotHaveDuplicates();
  }
}
