package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Admits work again after {@code kill}. */
@Command(name = "resume", description = "Admit work again after `kill`.")
final class ResumeCommand extends CliCommand {
  ResumeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      JsonNode answer = client.resume();
      common.print(answer, () -> line("resumed"));
      return ExitCode.OK;
    }
  }
}
