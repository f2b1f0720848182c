package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a policy rule. */
@Command(
    name = "activate",
    description = "Make a policy rule: one the host keeps, or a file, which it keeps first.")
final class PolicyActivateCommand extends CliCommand {
  @Parameters(
      paramLabel = "DIGEST|FILE",
      description = "A digest, or the beginning of one; or the policy; or - to read it.")
  String policy = "";

  PolicyActivateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    boolean isDigest = KeptPolicies.isDigest(policy) && !Files.exists(Path.of(policy));
    byte[] document = isDigest ? new byte[0] : InputFile.readOrStdin(policy, terminal());
    try (PortcullisClient client = common.client()) {
      KeptPolicies policies = new KeptPolicies(client);
      String digest = isDigest ? policies.find(policy) : client.keepPolicy(document);
      GovernorConfig before = client.governorConfig();
      GovernorConfig now = policies.activate(digest);
      common.print(now, () -> line(text(before, now)));
    }
    return ExitCode.OK;
  }

  /** {@code sha256:... rules (was sha256:...)}. */
  static String text(GovernorConfig before, GovernorConfig now) {
    String is = String.valueOf(now.policyDigest());
    String was = String.valueOf(before.policyDigest());
    return is.equals(was) ? is + " rules already" : is + " rules (was " + was + ")";
  }
}
