package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends everything that runs and admits nothing. */
@Command(name = "kill", description = "End everything that runs, and admit nothing until `resume`.")
final class KillCommand extends CliCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  String reason = "";

  KillCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      JsonNode answer = client.kill(reason);
      common.print(answer, () -> line("halted: nothing runs until `portcullis resume`"));
      return ExitCode.OK;
    }
  }
}
