package dev.portcullis.host.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The engine, asked without the host. */
final class Engine {
  private Engine() {}

  /** Ids of every container, running or not, that belongs to that instance. */
  static List<String> containersOf(String instanceId) throws IOException, InterruptedException {
    return docker("ps", "-aq", "--no-trunc", "--filter", "label=dev.portcullis.home=" + instanceId)
        .lines()
        .toList();
  }

  /** What the engine's command line prints; it must succeed. */
  static String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(
          String.join(" ", command) + " failed; is an engine running? It said: " + output);
    }
    return output;
  }
}
