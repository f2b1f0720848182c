package dev.portcullis.host.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * Does what is done most, in a home of its own, so that the JVM can keep the classes as they were
 * then loaded in its ahead-of-time cache (JEP 483, JEP 514). {@code bin/portcullis train} makes
 * that cache; run otherwise this command changes nothing.
 */
@Command(name = "train", hidden = true, description = "Make the ahead-of-time cache.")
final class TrainCommand extends CliCommand {
  TrainCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws IOException {
    Path folder = Files.createTempDirectory("portcullis-train");
    Path credentials = folder.resolve("credentials");
    try {
      new Credentials(closedAddress(), "ptc_train").write(credentials);
      Terminal nobody =
          new Terminal(
              new ByteArrayInputStream("1".getBytes(StandardCharsets.UTF_8)),
              silence(),
              silence(),
              Map.of("PORTCULLIS_HOME", folder.toString()),
              false);
      for (String line : new String[] {"--help", "status", "run --language python -", "mode"}) {
        Portcullis.execute(nobody, line.split(" "));
      }
    } finally {
      Files.deleteIfExists(credentials);
      Files.deleteIfExists(folder);
    }
    return ExitCode.OK;
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** An address that was free a moment ago. */
  private static URI closedAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
