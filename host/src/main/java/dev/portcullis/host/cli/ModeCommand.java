package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the governor's mode, or sets another. */
@Command(name = "mode", description = "Show the governor's mode, or set another.")
final class ModeCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODE",
      description = "off, audit_only, soft_block or hard_block.")
  @Nullable String mode;

  ModeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      GovernorConfig before = client.governorConfig();
      GovernorConfig now =
          mode == null
              ? before
              : client.changeGovernor(
                  GovernorChange.mode(mode), before.etag() == null ? "" : before.etag());
      common.print(
          now,
          () ->
              line(
                  before.mode().equals(now.mode())
                      ? now.mode()
                      : now.mode() + " (was " + before.mode() + ")"));
      return ExitCode.OK;
    }
  }
}
