package dev.portcullis.host.cli;

import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.client.Report;
import java.io.IOException;
import picocli.CommandLine.Command;

/** What the running host checks before it runs anything. */
@Command(
    name = "preflight",
    description = "Show what the running host checks before it runs anything.")
final class PreflightCommand extends CliCommand {
  PreflightCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      Report report = client.preflight();
      common.print(report.whole(), () -> Checks.print(terminal(), report.checks()));
      return Checks.exitCode(report.checks());
    }
  }
}
