package dev.portcullis.host.cli;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyProblem;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.policy.Policy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a policy as the host would, and runs its own tests; needs no host and no home. */
@Command(name = "check", description = "Read a policy and run its own tests; needs no host.")
final class PolicyCheckCommand extends CliCommand {
  @Parameters(paramLabel = "FILE", description = "The policy, or - to read it.")
  String file = "";

  PolicyCheckCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    byte[] document = InputFile.readOrStdin(file, terminal());
    Map<String, Object> result = new LinkedHashMap<>();
    try {
      Policy policy = new PolicyReader().read(document);
      result.put("valid", true);
      result.put("digest", policy.digest().text());
      result.put("rules", policy.rules().size());
      result.put("tests", policy.tests().size());
      common.print(
          result,
          () ->
              line(
                  file
                      + ": valid, "
                      + policy.rules().size()
                      + " rules, "
                      + policy.tests().size()
                      + " tests pass, "
                      + policy.digest().text()));
      return ExitCode.OK;
    } catch (InvalidPolicyException invalid) {
      List<PolicyProblem> problems = invalid.problems();
      result.put("valid", false);
      result.put("problems", problems);
      common.print(
          result, () -> problems.forEach(problem -> line(file + ":" + problem.toString())));
      return ExitCode.FAILED;
    }
  }
}
