package dev.portcullis.host.cli;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.document.PolicyTests;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyTest;
import dev.portcullis.governor.policy.RuleId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the tests that a policy carries along; needs no host. */
@Command(
    name = "test",
    description = "Run a policy's own tests, with a diff for each that fails; needs no host.")
final class PolicyTestCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy, or - to read it; otherwise the home's policy.yaml.")
  @Nullable String file;

  PolicyTestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    String name = file == null ? common.home().policy().toString() : file;
    byte[] document = InputFile.readOrStdin(name, terminal());
    Policy policy;
    try {
      policy = new PolicyReader().parse(document);
    } catch (InvalidPolicyException invalid) {
      common.print(
          Map.of("valid", false, "problems", invalid.problems()),
          () -> invalid.problems().forEach(problem -> line(name + ":" + problem)));
      return ExitCode.FAILED;
    }
    List<PolicyTests.Result> results = PolicyTests.run(policy);
    long failed = results.stream().filter(result -> !result.passed()).count();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("valid", true);
    summary.put("tests", results.size());
    summary.put("failed", failed);
    summary.put("results", results.stream().map(PolicyTestCommand::document).toList());
    common.print(
        summary,
        () -> {
          results.forEach(result -> text(name, result).forEach(this::line));
          line(name + ": " + results.size() + " tests, " + failed + " failed");
        });
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Map<String, Object> document(PolicyTests.Result result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", result.test().name());
    document.put("line", result.test().line());
    document.put("passed", result.passed());
    document.put("differences", result.differences());
    return document;
  }

  private static List<String> text(String file, PolicyTests.Result result) {
    PolicyTest test = result.test();
    List<String> lines = new ArrayList<>();
    if (result.passed()) {
      lines.add("ok    " + test.name());
      return lines;
    }
    lines.add("FAIL  " + test.name() + " (" + file + ":" + test.line() + ")");
    diff(lines, "decision", test.decision().text(), computed(result));
    test.rules().ifPresent(rules -> diff(lines, "rules", ids(rules), ids(rules(result))));
    test.risk()
        .ifPresent(
            risk ->
                diff(
                    lines,
                    "risk",
                    Integer.toString(risk.points()),
                    Integer.toString(risk(result))));
    if (test.rules().isEmpty()) {
      lines.add("        decided by: " + ids(rules(result)));
    }
    return lines;
  }

  private static String computed(PolicyTests.Result result) {
    return result.judgement().decision().outcome().orElseThrow().text();
  }

  private static List<RuleId> rules(PolicyTests.Result result) {
    return result.judgement().decision().rules();
  }

  private static int risk(PolicyTests.Result result) {
    return result.judgement().decision().riskSum().points();
  }

  private static void diff(List<String> lines, String what, String expected, String got) {
    if (expected.equals(got)) {
      lines.add("        " + what + ": " + got);
    } else {
      lines.add("      - " + what + ": " + expected);
      lines.add("      + " + what + ": " + got);
    }
  }

  private static String ids(Collection<RuleId> rules) {
    return new TreeSet<>(rules).toString();
  }
}
