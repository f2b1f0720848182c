package dev.portcullis.host.it;

import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Portcullis as a process of its own, with this test's class path. */
final class Child {
  private static final String MAIN = "dev.portcullis.host.cli.Main";

  private Child() {}

  /** Where it puts temporary files. */
  static Path temporary(Home home) {
    return home.root().resolve("temporary");
  }

  /** Not yet started; {@code wrapper} comes before the command. */
  static ProcessBuilder of(Home home, List<String> wrapper, String... arguments)
      throws IOException {
    Files.createDirectories(temporary(home));
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary(home),
            "-cp",
            System.getProperty("java.class.path"),
            MAIN));
    command.addAll(List.of(arguments));
    ProcessBuilder child = new ProcessBuilder(command);
    child.environment().put("PORTCULLIS_HOME", home.root().toString());
    child.environment().keySet().removeAll(List.of("PORTCULLIS_URL", "PORTCULLIS_KEY"));
    return child;
  }

  /** Runs one command to its end. */
  static Ended run(Home home, String... arguments) throws IOException, InterruptedException {
    Process process = of(home, List.of(), arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", arguments) + " does not end");
    }
    return new Ended(process.exitValue(), output);
  }

  /** How a command ended, and what it said. */
  record Ended(int code, String output) {}
}
