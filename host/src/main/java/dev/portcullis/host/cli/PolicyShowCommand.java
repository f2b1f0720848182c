package dev.portcullis.host.cli;

import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the document of a policy that the host keeps. */
@Command(name = "show", description = "Print a policy the host keeps, byte for byte.")
final class PolicyShowCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIGEST",
      description = "Which one, or the beginning of it; otherwise the one that rules.")
  @Nullable String digest;

  PolicyShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      String which =
          digest == null
              ? String.valueOf(client.governorConfig().policyDigest())
              : new KeptPolicies(client).find(digest);
      terminal().out().write(client.policy(which));
      terminal().out().flush();
    }
    return ExitCode.OK;
  }
}
