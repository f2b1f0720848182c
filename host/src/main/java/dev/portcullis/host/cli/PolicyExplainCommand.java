package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.ExplainRequest;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.governor.scan.CodeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what would be decided of a request that nobody makes, and why. */
@Command(
    name = "explain",
    description = "Say what would be decided of a request, and why; nothing runs.")
final class PolicyExplainCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The program, or - to read it; none if it is not about one.")
  @Nullable String file;

  @Option(names = "--code", paramLabel = "TEXT", description = "The program itself, for a FILE.")
  @Nullable String code;

  @Option(names = "--language", description = "Otherwise by the extension of FILE.")
  @Nullable String language;

  @Option(
      names = "--action",
      description = "execution.create (default), skill.invoke, session.create or cron.fire.")
  @Nullable String action;

  @Option(names = "--principal", description = "Whose request (default: anyone).")
  @Nullable String principal;

  @Option(names = "--role", paramLabel = "ROLE", description = "agent (default). Repeatable.")
  List<String> roles = new ArrayList<>();

  @Option(names = "--source", description = "api (default), cli, mcp, console or cron.")
  @Nullable String source;

  @Option(names = "--profile", description = "Otherwise the language's.")
  @Nullable String profile;

  @Option(names = "--skill", description = "Which skill.")
  @Nullable String skill;

  @Option(names = "--stdin-bytes", paramLabel = "N", description = "Size of its standard input.")
  @Nullable Long stdinBytes;

  @Option(names = "--files", paramLabel = "N", description = "Files beside the program.")
  @Nullable Integer files;

  @Option(names = "--file-bytes", paramLabel = "N", description = "Their size together.")
  @Nullable Long fileBytes;

  @Option(names = "--time", description = "When, such as 2026-01-31T12:00:00Z (default: now).")
  @Nullable String time;

  @Option(
      names = "--policy",
      paramLabel = "DIGEST",
      description = "A policy the host keeps; otherwise the one that rules.")
  @Nullable String policy;

  PolicyExplainCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    if (file != null && code != null) {
      throw new Failure(ExitCode.USAGE, "say FILE or --code, not both", "");
    }
    String program =
        file == null
            ? code
            : new String(InputFile.readOrStdin(file, terminal()), StandardCharsets.UTF_8);
    String spoken =
        language == null && file != null ? CodeScanner.languageOf(file).orElse(null) : language;
    if (program != null && spoken == null) {
      throw new Failure(ExitCode.USAGE, "say the program's --language", "");
    }
    try (PortcullisClient client = common.client()) {
      JsonNode explanation =
          client.explain(
              new ExplainRequest(
                  action,
                  principal,
                  roles.isEmpty() ? null : roles,
                  source,
                  spoken,
                  profile,
                  skill,
                  program,
                  stdinBytes,
                  files,
                  fileBytes,
                  null,
                  time,
                  policy == null ? null : new KeptPolicies(client).find(policy)));
      common.print(explanation, () -> ExplanationText.lines(explanation).forEach(this::line));
    }
    return ExitCode.OK;
  }
}
