package dev.portcullis.host.cli;

import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has the host keep a policy. */
@Command(
    name = "store",
    description = "Have the host keep a policy, which does not make it rule; prints its digest.")
final class PolicyStoreCommand extends CliCommand {
  @Parameters(paramLabel = "FILE", description = "The policy, or - to read it.")
  String file = "";

  PolicyStoreCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    byte[] document = InputFile.readOrStdin(file, terminal());
    try (PortcullisClient client = common.client()) {
      String digest = client.keepPolicy(document);
      common.print(Map.of("digest", digest), () -> line(digest));
    }
    return ExitCode.OK;
  }
}
