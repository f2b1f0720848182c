package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.client.Report;
import java.io.IOException;
import picocli.CommandLine.Command;

/** How the running host is, in a few lines. */
@Command(name = "status", description = "Say how the running host is.")
final class StatusCommand extends CliCommand {
  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    Credentials credentials = Credentials.ofCommandLine(terminal(), common.home());
    try (PortcullisClient client = common.client()) {
      boolean ready = client.ready();
      Report health = client.health();
      GovernorConfig governor = client.governorConfig();
      ObjectNode document = Common.JSON.createObjectNode();
      document.put("url", credentials.url().toString()).put("ready", ready);
      document.set("governor", Common.JSON.valueToTree(governor));
      document.set("health", health.whole());
      common.print(
          document,
          () -> {
            line("url       " + credentials.url());
            line("ready     " + (ready ? "yes" : "no"));
            line("health    " + health.status());
            line("mode      " + ConfigText.mode(governor));
            line("risk      " + ConfigText.thresholds(governor));
            line("policy    " + governor.policyDigest());
            ConfigText.toggles(governor).forEach(toggle -> line("toggle    " + toggle));
            Checks.print(terminal(), health.checks());
          });
      return ready ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
