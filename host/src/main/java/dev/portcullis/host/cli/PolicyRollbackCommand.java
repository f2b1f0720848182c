package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.KeptPolicy;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Makes the policy rule again that did before. */
@Command(
    name = "rollback",
    description = "Make the policy rule again that did before; twice is back where it was.")
final class PolicyRollbackCommand extends CliCommand {
  PolicyRollbackCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      KeptPolicies policies = new KeptPolicies(client);
      KeptPolicy earlier =
          policies
              .before()
              .orElseThrow(
                  () -> new Failure(ExitCode.FAILED, "no other policy ruled here before", ""));
      GovernorConfig before = client.governorConfig();
      GovernorConfig now = policies.activate(earlier.digest());
      common.print(now, () -> line(PolicyActivateCommand.text(before, now)));
    }
    return ExitCode.OK;
  }
}
