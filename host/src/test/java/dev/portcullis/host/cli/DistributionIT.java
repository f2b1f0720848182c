package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.config.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as it was just built, used as its users use it: processes, streams, signals. */
final class DistributionIT {
  private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
  private static final Path PORTCULLIS = BASE.resolve("target/portcullis/bin/portcullis");

  /** Pinned by the image build; without it there is nothing to test, and the copy fails. */
  private static final Path IMAGES = BASE.resolve("../target/images.json");

  private static final long PATIENCE_S = 120;
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder = Path.of("");

  private record Done(int exitCode, String out, String err) {}

  @BeforeEach
  void makeAHome() throws Exception {
    assertThat(portcullis("", "init", "--execution").exitCode()).isZero();
    Files.copy(IMAGES, home().images());
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  @Test
  void daemon_started_runsProgramsAndStopsWhenTold() throws Exception {
    Process daemon = start("daemon", "--port", "0");
    try {
      listenAt(urlOf(daemon));
      Done hello = portcullis("", "hello", "--output", "json");
      Done failing =
          portcullis(
              "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(9)",
              "run",
              "--language",
              "python",
              "-");
      Done late = portcullis("sleep 20", "run", "--language", "bash", "--wall", "300ms", "-");
      Done killed = portcullis("kill -KILL $$", "run", "--language", "bash", "-");
      Done status = portcullis("", "status");

      assertThat(hello.err()).isEmpty();
      assertThat(hello.exitCode()).isZero();
      JsonNode execution = Common.JSON.readTree(hello.out()).get("execution");
      assertThat(execution.get("stdout").asText())
          .startsWith("Hello from behind the gate: Python 3");
      assertThat(execution.at("/decision/enforced").asText()).isEqualTo("allow");
      assertThat(execution.at("/sandbox/receipt/seccomp").asText()).isEqualTo("filter");
      assertThat(failing).isEqualTo(new Done(9, "out\n", "err\n"));
      assertThat(late.exitCode()).isEqualTo(ExitCode.RUN_TIMEOUT);
      assertThat(killed.exitCode()).isEqualTo(ExitCode.RUN_SIGNAL + 9);
      assertThat(status.exitCode()).isZero();
    } finally {
      daemon.destroy();
    }
    assertThat(daemon.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(TERMINATED);
    assertThat(home().daemonState()).doesNotExist();
    Done verified = portcullis("", "audit", "verify");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
  }

  @Test
  void gateway_started_decidesAndRunsNothing() throws Exception {
    Process gateway = start("gateway", "--port", "0");
    try {
      listenAt(urlOf(gateway));
      Done judged = portcullis("print(1)", "run", "--dry-run", "--language", "python", "-");
      Done refused = portcullis("print(1)", "run", "--language", "python", "-");

      assertThat(judged.err()).isEmpty();
      assertThat(judged.out()).startsWith("allow");
      assertThat(refused.exitCode()).isEqualTo(ExitCode.RUN_NOT_STARTED);
      assertThat(refused.out()).isEmpty();
    } finally {
      gateway.destroy();
    }
    assertThat(gateway.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void key_hostRunning_goesThroughIt() throws Exception {
    Process gateway = start("gateway", "--port", "0");
    try {
      listenAt(urlOf(gateway));
      Done created = portcullis("", "key", "create", "ci", "--role", "agent", "--output", "json");
      assertThat(created.err()).isEmpty();
      String id = Common.JSON.readTree(created.out()).get("id").asText();
      assertThat(portcullis("", "key", "revoke", id).exitCode()).isZero();
      assertThat(portcullis("", "key", "list").out()).containsPattern(id + ".*ended");
    } finally {
      gateway.destroy();
    }
    assertThat(gateway.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void portcullis_noJavaFound_saysWhatToInstall() throws Exception {
    Path jdks = Files.createDirectory(folder.resolve("no-jdks"));
    String script = Files.readString(PORTCULLIS).replace("/usr/lib/jvm/*", jdks + "/*");
    Path copy = Files.createDirectory(folder.resolve("bin")).resolve("portcullis");
    Files.writeString(copy, script);

    ProcessBuilder builder = new ProcessBuilder("/bin/sh", copy.toString(), "status");
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", pathWithoutJava());
    Done done = finish(builder.start(), "");

    assertThat(done.exitCode()).isEqualTo(69);
    assertThat(done.err()).contains("no Java 25");
  }

  /** The few programs the script needs, and no java among them. */
  private String pathWithoutJava() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("path"));
    for (String program : new String[] {"readlink", "cat"}) {
      for (String place : new String[] {"/usr/bin/", "/bin/"}) {
        if (Files.exists(Path.of(place + program)) && !Files.exists(bin.resolve(program))) {
          Files.createSymbolicLink(bin.resolve(program), Path.of(place + program));
        }
      }
    }
    return bin.toString();
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder = builder(arguments);
    builder.redirectError(folder.resolve("host.log").toFile());
    return builder.start();
  }

  private String urlOf(Process host) throws IOException {
    BufferedReader reader = host.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    assertThat(line).as(Files.readString(folder.resolve("host.log"))).startsWith("listening on ");
    return line.substring("listening on ".length());
  }

  /** The credentials name the configured port; the host took a free one. */
  private void listenAt(String url) throws Exception {
    for (Path file : new Path[] {home().credentials(), home().agentCredentials()}) {
      new Credentials(java.net.URI.create(url), Credentials.read(file).key()).write(file);
    }
  }

  private Done portcullis(String stdin, String... arguments) throws Exception {
    return finish(builder(arguments).start(), stdin);
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PORTCULLIS.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PORTCULLIS_HOME", home().root().toString());
    builder.environment().remove("PORTCULLIS_URL");
    builder.environment().remove("PORTCULLIS_KEY");
    return builder;
  }

  /** What the processes here write fits their pipes. */
  private static Done finish(Process process, String stdin) throws Exception {
    try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write(stdin);
    }
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not end within " + PATIENCE_S + " s");
    }
    return new Done(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
