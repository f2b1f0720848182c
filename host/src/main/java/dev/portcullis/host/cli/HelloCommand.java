package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.client.Decision;
import dev.portcullis.client.Execution;
import dev.portcullis.client.ExecutionRequest;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** Runs a first program as an agent would, with the agent's key, and shows what came of it. */
@Command(
    name = "hello",
    description = "Run a first program with the agent key; show output, decision and receipt.")
final class HelloCommand extends CliCommand {
  private static final String PROGRAM =
      """
      import os, platform
      print(f"Hello from behind the gate: Python {platform.python_version()}, uid {os.getuid()}")
      """;

  HelloCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    Credentials agent = Credentials.read(common.home().agentCredentials());
    Execution execution;
    try (PortcullisClient client = new PortcullisClient(agent.url(), agent.key())) {
      execution = client.run(ExecutionRequest.of("python", PROGRAM));
    }
    ObjectNode document = Common.JSON.createObjectNode();
    document.put("url", agent.url().toString());
    document.put("agent_credentials", common.home().agentCredentials().toString());
    document.put("credentials", common.home().credentials().toString());
    document.set("execution", Common.JSON.valueToTree(execution));
    common.print(document, () -> text(execution, agent));
    Execution.Exit exit = execution.exit();
    return exit == null ? ExitCode.FAILED : RunCommand.code(exit);
  }

  private void text(Execution execution, Credentials agent) {
    item("output", new String(execution.stdoutBytes(), StandardCharsets.UTF_8).strip());
    if (!execution.stderr().isEmpty()) {
      item("stderr", new String(execution.stderrBytes(), StandardCharsets.UTF_8).strip());
    }
    Execution.Exit exit = execution.exit();
    Execution.Usage usage = execution.usage();
    if (exit != null) {
      item(
          "exit",
          exit.cause()
              + (exit.code() == null ? "" : ", code " + exit.code())
              + (usage == null ? "" : ", " + usage.wallMs() + " ms"));
    }
    Decision decision = execution.decision();
    if (decision != null) {
      item(
          "decision",
          decision.enforced()
              + " ("
              + decision.mode()
              + "), risk "
              + decision.risk()
              + ", rules "
              + String.join(", ", decision.rules())
              + ", policy "
              + decision.policyDigest());
    }
    Execution.Sandbox sandbox = execution.sandbox();
    if (sandbox != null) {
      item("sandbox", sandbox.driver() + ", profile " + sandbox.profile());
      item("receipt", receipt(sandbox.receipt()));
    }
    item("host", agent.url().toString());
    item("keys", common.home().agentCredentials() + " (agent)");
    item("", common.home().credentials() + " (admin, for this command line)");
  }

  private void item(String name, String value) {
    line(name + " ".repeat(10 - name.length()) + value);
  }

  private static String receipt(JsonNode receipt) {
    StringBuilder text = new StringBuilder();
    receipt
        .properties()
        .forEach(
            part ->
                text.append(text.isEmpty() ? "" : "\n          ")
                    .append(part.getKey())
                    .append(' ')
                    .append(
                        part.getValue().isTextual()
                            ? part.getValue().asText()
                            : part.getValue().toString()));
    return text.toString();
  }
}
