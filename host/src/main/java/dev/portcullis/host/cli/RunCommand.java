package dev.portcullis.host.cli;

import dev.portcullis.client.Execution;
import dev.portcullis.client.ExecutionRequest;
import dev.portcullis.client.Limits;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.client.ProgramFile;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.TextDuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a program through the gate as if it ran here: its streams, its exit code. */
@Command(
    name = "run",
    description = "Run a program through the gate; its output and exit code become this command's.")
final class RunCommand extends CliCommand {
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "py", "python", "js", "node", "mjs", "node", "cjs", "node", "sh", "bash", "bash", "bash");

  @Parameters(index = "0", paramLabel = "FILE", description = "The program, or - to read it.")
  String program = "";

  @Parameters(index = "1..*", paramLabel = "ARG", description = "Arguments of the program.")
  List<String> arguments = new ArrayList<>();

  @Option(names = "--language", description = "Otherwise by the extension of FILE.")
  @Nullable String language;

  @Option(names = "--profile", description = "The kind of sandbox; otherwise the language's.")
  @Nullable String profile;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "What the program reads on its standard input; - passes on this command's.")
  @Nullable String stdin;

  @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable. Repeatable.")
  Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file to put beside the program, under its own name. Repeatable.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--wall", paramLabel = "TIME", description = "Elapsed time, such as 10s.")
  @Nullable String wall;

  @Option(names = "--memory", paramLabel = "SIZE", description = "Memory, such as 256MiB.")
  @Nullable String memory;

  @Option(names = "--pids", paramLabel = "N", description = "Processes and threads.")
  @Nullable Integer pids;

  @Option(names = "--dry-run", description = "Decide and record, run nothing.")
  boolean dryRun;

  RunCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    ExecutionRequest request = request();
    try (PortcullisClient client = common.client()) {
      Execution execution = dryRun ? client.dryRun(request) : client.run(request);
      return dryRun ? decided(execution) : finished(execution);
    }
  }

  /** Nothing ran: the codes below 120 are the program's own. */
  @Override
  int exitCode(Diagnosis diagnosis) {
    if (diagnosis.exitCode() == ExitCode.USAGE) {
      return ExitCode.USAGE;
    }
    return diagnosis.problem() != null && "policy_blocked".equals(diagnosis.problem().code())
        ? ExitCode.RUN_BLOCKED
        : ExitCode.RUN_NOT_STARTED;
  }

  private int decided(Execution execution) {
    var decision = execution.decision();
    common.print(
        execution,
        () -> {
          if (decision != null) {
            line(
                decision.enforced()
                    + ", risk "
                    + decision.risk()
                    + ", rules: "
                    + String.join(", ", decision.rules()));
          }
        });
    return decision != null && "block".equals(decision.enforced())
        ? ExitCode.RUN_BLOCKED
        : ExitCode.OK;
  }

  private int finished(Execution execution) throws IOException {
    if (common.output == Output.JSON) {
      line(Common.json(execution));
    } else {
      terminal().out().write(execution.stdoutBytes());
      terminal().out().flush();
      terminal().err().write(execution.stderrBytes());
      remark(execution.stdoutTruncated(), "the program's stdout is cut at its limit");
      remark(execution.stderrTruncated(), "the program's stderr is cut at its limit");
    }
    terminal().out().flush();
    Execution.Exit exit = execution.exit();
    if (exit == null) {
      throw new IOException("the answer says nothing of the program's end");
    }
    int code = code(exit);
    Execution.Refusal refusal = execution.refusal();
    remark(refusal != null, refusal == null ? "" : refusal.code() + ": " + refusal.detail());
    remark(
        !"exited".equals(exit.cause()) && common.output == Output.TEXT,
        "ended by " + exit.cause() + (exit.detail() == null ? "" : ": " + exit.detail()));
    return code;
  }

  static int code(Execution.Exit exit) {
    return switch (exit.cause()) {
      case "exited" -> exit.code() == null ? ExitCode.RUN_LOST : exit.code();
      case "signaled" -> ExitCode.RUN_SIGNAL + SignalNumber.of(exit.signal());
      case "seccomp" -> ExitCode.RUN_SIGNAL + SignalNumber.SYS;
      case "timeout", "cpu_limit" -> ExitCode.RUN_TIMEOUT;
      case "output_limit", "out_of_memory", "workspace_full", "pids_limit" -> ExitCode.RUN_LIMIT;
      case "refused" -> ExitCode.RUN_NOT_STARTED;
      default -> ExitCode.RUN_LOST;
    };
  }

  private void remark(boolean applies, String text) {
    if (applies) {
      terminal().err().println("portcullis: " + text);
    }
  }

  private ExecutionRequest request() throws Failure, IOException {
    byte[] code =
        program.equals("-") ? terminal().in().readAllBytes() : InputFile.read(Path.of(program));
    ExecutionRequest request =
        ExecutionRequest.of(languageOf(), text(code))
            .withLimits(limits())
            .withArgs(arguments)
            .withEnv(env)
            .withFiles(beside());
    if (profile != null) {
      request = request.withProfile(profile);
    }
    if (stdin != null) {
      if (stdin.equals("-") && program.equals("-")) {
        throw usage("the program and its standard input cannot both be read from -");
      }
      request =
          request.withStdin(
              stdin.equals("-") ? terminal().in().readAllBytes() : InputFile.read(Path.of(stdin)));
    }
    return request;
  }

  private String languageOf() throws Failure {
    if (language != null) {
      return language;
    }
    String extension = program.substring(program.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String found = LANGUAGES.get(extension);
    if (found == null) {
      throw usage("the language of `" + program + "` is not known by its name: say --language");
    }
    return found;
  }

  private Limits limits() throws Failure {
    try {
      return new Limits(
          wall == null ? null : TextDuration.parse(wall).toMillis(),
          null,
          memory == null ? null : ByteSize.parse(memory).bytes(),
          pids,
          null,
          null);
    } catch (IllegalArgumentException notALimit) {
      throw usage(String.valueOf(notALimit.getMessage()));
    }
  }

  private List<ProgramFile> beside() throws Failure, IOException {
    List<ProgramFile> beside = new ArrayList<>();
    for (Path file : files) {
      beside.add(ProgramFile.of(String.valueOf(file.getFileName()), InputFile.read(file)));
    }
    return beside;
  }

  private String text(byte[] code) throws Failure {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(code)).toString();
    } catch (CharacterCodingException notText) {
      throw usage("`" + program + "` is not UTF-8 text");
    }
  }

  private static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, "");
  }
}
