package dev.portcullis.host.cli;

import dev.portcullis.host.Host;
import dev.portcullis.host.HostStartException;
import dev.portcullis.host.config.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does what is done most, in a home of its own and without an engine, so that the JVM can keep the
 * classes as they were then loaded in its ahead-of-time cache (JEP 483, JEP 514). {@code
 * bin/portcullis train} makes that cache; run otherwise this command changes nothing.
 */
@Command(name = "train", hidden = true, description = "Make the ahead-of-time cache.")
final class TrainCommand extends CliCommand {
  /** Enough for the classes; the compilers' profiles are a host's own business. */
  private static final int ROUNDS = 20;

  private static final List<String> EACH =
      List.of(
          "--help",
          "status",
          "preflight",
          "mode",
          "doctor",
          "run --dry-run --language python -",
          "run --language python -",
          "status --output json");

  TrainCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("portcullis-train");
    try {
      invoke(Map.of("PORTCULLIS_HOME", folder.toString()), "init --execution");
      try (Host host = Host.start(new Home(folder), Host.Kind.GATEWAY, Optional.of(0))) {
        Map<String, String> environment =
            Map.of(
                "PORTCULLIS_HOME",
                folder.toString(),
                "PORTCULLIS_URL",
                host.url(),
                "PORTCULLIS_KEY",
                Credentials.read(folder.resolve("credentials")).key());
        for (int round = 0; round < ROUNDS; round++) {
          EACH.forEach(line -> invoke(environment, line));
        }
      } catch (HostStartException failed) {
        throw new Failure(
            ExitCode.FAILED, String.valueOf(failed.getMessage()), "portcullis doctor", failed);
      }
    } finally {
      remove(folder);
    }
    return ExitCode.OK;
  }

  private static void invoke(Map<String, String> environment, String line) {
    Terminal nobody =
        new Terminal(
            new ByteArrayInputStream("print(1)".getBytes(StandardCharsets.UTF_8)),
            silence(),
            silence(),
            environment,
            false);
    Portcullis.execute(nobody, line.split(" ", -1));
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
