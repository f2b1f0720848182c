package dev.portcullis.host.cli;

import dev.portcullis.client.KeptPolicy;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the policies that the host keeps. */
@Command(
    name = "list",
    description = "List the policies the host keeps; * marks the one that rules.")
final class PolicyListCommand extends CliCommand {
  PolicyListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      List<KeptPolicy> policies = client.policies().items();
      common.print(Map.of("items", policies), () -> policies.forEach(policy -> line(text(policy))));
    }
    return ExitCode.OK;
  }

  private static String text(KeptPolicy policy) {
    return (policy.active() ? "* " : "  ")
        + policy.digest()
        + "  stored "
        + policy.storedAt()
        + " by "
        + policy.storedBy()
        + (policy.activatedAt() == null
            ? ", never activated"
            : ", activated " + policy.activatedAt() + " by " + policy.activatedBy());
  }
}
