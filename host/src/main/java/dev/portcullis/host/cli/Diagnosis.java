package dev.portcullis.host.cli;

import dev.portcullis.client.Decision;
import dev.portcullis.client.Problem;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for the standard error stream and the exit code.
 *
 * @param lines what follows the message, one thing a line
 * @param problem what the host said, where it was the host
 */
record Diagnosis(int exitCode, String message, List<String> lines, @Nullable Problem problem) {
  Diagnosis {
    lines = List.copyOf(lines);
  }

  static Diagnosis of(Exception thrown) {
    return switch (thrown) {
      case Failure failure ->
          new Diagnosis(
              failure.exitCode(),
              String.valueOf(failure.getMessage()),
              failure.remedy().isEmpty() ? List.of() : List.of(failure.remedy()),
              null);
      case ProblemException refused -> of(refused.problem());
      case IOException lost ->
          new Diagnosis(
              ExitCode.UNREACHABLE,
              "no answer from the host: " + reason(lost),
              List.of("is it running? `portcullis doctor` looks, `portcullis up` starts it"),
              null);
      case InterruptedException _ ->
          new Diagnosis(ExitCode.UNREACHABLE, "interrupted", List.of(), null);
      default -> throw new IllegalStateException(thrown);
    };
  }

  private static Diagnosis of(Problem problem) {
    List<String> lines = new ArrayList<>();
    for (Problem.Violation violation : problem.errors()) {
      String where = violation.line() == null ? "" : violation.line() + ":" + violation.column();
      lines.add(
          where
              + (where.isEmpty() || violation.pointer().isEmpty() ? "" : ": ")
              + violation.pointer()
              + ": "
              + violation.reason());
    }
    Decision decision = problem.decision();
    if (decision != null) {
      lines.add(
          "decision "
              + decision.id()
              + ": "
              + decision.enforced()
              + ", risk "
              + decision.risk()
              + ", rules: "
              + (decision.rules().isEmpty() ? "none" : String.join(", ", decision.rules())));
      lines.addAll(decision.messages());
    }
    if (problem.retryAfterMs() != null) {
      lines.add("try again in " + problem.retryAfterMs() + " ms");
    }
    if (!problem.requestId().isEmpty()) {
      lines.add("request id: " + problem.requestId());
    }
    int exitCode =
        switch (problem.code()) {
          case "unauthenticated", "forbidden" -> ExitCode.DENIED;
          default -> ExitCode.REFUSED;
        };
    return new Diagnosis(exitCode, problem.code() + ": " + problem.detail(), lines, problem);
  }

  private static String reason(IOException lost) {
    String message = lost.getMessage();
    return message == null ? lost.getClass().getSimpleName() : message;
  }

  /** Writes it to the standard error stream: one JSON document for scripts, lines for people. */
  void print(Terminal terminal, Output output) {
    if (output == Output.JSON) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("error", message);
      error.put("details", lines);
      error.put("exit_code", exitCode);
      if (problem != null) {
        error.put("problem", problem);
      }
      terminal.err().println(Common.json(error));
    } else {
      terminal.err().println("portcullis: " + message);
      lines.forEach(line -> terminal.err().println("  " + line));
    }
    terminal.err().flush();
  }
}
