package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunCommandTest {
  private static final String ROUTE = "POST /v1/executions";

  @TempDir Path folder = Path.of("");

  @Test
  void run_program_givesItsBytesAndItsCode() throws Exception {
    String answer =
        """
        {"id": "exe_1", "status": "finished", "exit": {"cause": "exited", "code": 7},
         "stdout": "AP8K", "stdout_encoding": "base64", "stderr": "é", "stderr_encoding": "utf-8"}
        """;
    try (CannedHost host = CannedHost.answering(ROUTE, 200, answer)) {
      Invocation run =
          Invocation.of(host.environment(), "print(1)", "run", "--language", "py", "-");

      assertThat(run.exitCode()).isEqualTo(7);
      assertThat(run.outBytes()).containsExactly(0, 0xff, '\n');
      assertThat(run.err()).isEqualTo("é");
    }
  }

  @Test
  void run_file_sendsWhatTheCommandLineSays() throws Exception {
    Path program = Files.writeString(folder.resolve("prog.js"), "1");
    Path beside = Files.writeString(folder.resolve("data.csv"), "a,b");
    String answer = "{\"status\":\"finished\",\"exit\":{\"cause\":\"exited\",\"code\":0}}";
    try (CannedHost host = CannedHost.answering(ROUTE, 200, answer)) {
      Invocation run =
          Invocation.of(
              host.environment(),
              "input",
              "run",
              "--stdin",
              "-",
              "--env",
              "A=b=c",
              "--file",
              beside.toString(),
              "--wall",
              "2s",
              "--memory",
              "64MiB",
              program.toString(),
              "--help",
              "x");

      assertThat(run.exitCode()).isZero();
      JsonNode sent = Common.JSON.readTree(host.bodies().getFirst());
      assertThat(sent)
          .isEqualTo(
              Common.JSON.readTree(
                  """
                  {"language": "node", "code": "1", "stdin": {"content": "input"}, "args": ["--help", "x"],
                   "env": {"A": "b=c"}, "files": [{"path": "data.csv", "content": "a,b"}],
                   "limits": {"wall_ms": 2000, "memory_bytes": 67108864}}
                  """));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exited, 0, , 0",
    "exited, 255, , 255",
    "signaled, , SIGKILL, 137",
    "signaled, , SIGRTMIN+1, 163",
    "signaled, , SIG33, 161",
    "seccomp, , SIGSYS, 159",
    "seccomp, 1, , 159",
    "timeout, , , 124",
    "cpu_limit, , SIGKILL, 124",
    "output_limit, , SIGKILL, 123",
    "out_of_memory, , SIGKILL, 123",
    "workspace_full, 1, , 123",
    "pids_limit, 1, , 123",
    "cancelled, , , 122",
    "runner_lost, , , 122",
    "engine_lost, , , 122",
    "refused, , , 125"
  })
  void run_end_becomesTheExitCode(String cause, Integer code, String signal, int expected)
      throws Exception {
    String answer =
        "{\"status\":\"finished\",\"exit\":{\"cause\":\"%s\",\"code\":%s,\"signal\":%s}}"
            .formatted(cause, code, signal == null ? "null" : "\"" + signal + "\"");
    try (CannedHost host = CannedHost.answering(ROUTE, 200, answer)) {
      Invocation run = Invocation.of(host.environment(), "1", "run", "--language", "py", "-");

      assertThat(run.exitCode()).isEqualTo(expected);
      assertThat(run.err().contains(cause)).isEqualTo(!"exited".equals(cause));
    }
  }

  @Test
  void run_blocked_saysWhichRules() throws Exception {
    String problem =
        """
        {"status": 403, "code": "policy_blocked", "detail": "not here", "request_id": "req_1",
         "decision": {"id": "dec_1", "computed": "block", "enforced": "block", "risk": 80, "rules": ["no-net"]}}
        """;
    try (CannedHost host = CannedHost.answering(ROUTE, 403, problem)) {
      Invocation run = Invocation.of(host.environment(), "1", "run", "--language", "py", "-");

      assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_BLOCKED);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("not here")
          .contains("no-net")
          .contains("80")
          .contains("req_1");
    }
  }

  @Test
  void run_hostCannot_isNotTheProgramsCode() throws Exception {
    try (CannedHost host = CannedHost.answering(ROUTE, 503, "{\"code\":\"halted\"}")) {
      assertThat(Invocation.of(host.environment(), "1", "run", "--language", "py", "-").exitCode())
          .isEqualTo(ExitCode.RUN_NOT_STARTED);
    }
  }

  @Test
  void run_noHost_isNotTheProgramsCode() {
    Map<String, String> nobody =
        Map.of("PORTCULLIS_URL", "http://127.0.0.1:1", "PORTCULLIS_KEY", "ptc_x");

    assertThat(Invocation.of(nobody, "1", "run", "--language", "py", "-").exitCode())
        .isEqualTo(ExitCode.RUN_NOT_STARTED);
  }

  @Test
  void run_wrongCommandLine_isUsage() throws Exception {
    Path latin1 = Files.write(folder.resolve("latin1.py"), new byte[] {(byte) 0xe9});

    assertThat(Invocation.of("run", "/nonexistent.py").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("run", "-").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("run", latin1.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Invocation.of("run", "--language", "py", "--wall", "soon", "-").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }
}
