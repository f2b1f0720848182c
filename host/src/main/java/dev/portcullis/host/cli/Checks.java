package dev.portcullis.host.cli;

import dev.portcullis.client.Report;
import java.util.List;

/** Checks as people read them, and what they come to. */
final class Checks {
  private Checks() {}

  /** The exit code the worst of them decides. */
  static int exitCode(List<Report.Check> checks) {
    if (checks.stream().anyMatch(check -> "fail".equals(check.status()))) {
      return ExitCode.FAILED;
    }
    return checks.stream().allMatch(check -> "pass".equals(check.status()))
        ? ExitCode.OK
        : ExitCode.WARNED;
  }

  static String worst(List<Report.Check> checks) {
    return switch (exitCode(checks)) {
      case ExitCode.FAILED -> "fail";
      case ExitCode.WARNED -> "warn";
      default -> "pass";
    };
  }

  static void print(Terminal terminal, List<Report.Check> checks) {
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (Report.Check check : checks) {
      terminal
          .out()
          .println(
              coloured(terminal, check.status())
                  + "  "
                  + check.name()
                  + " ".repeat(width - check.name().length())
                  + "  "
                  + check.detail().replace("\n", "\n" + " ".repeat(width + 8)));
      if (!check.remedy().isEmpty()) {
        terminal.out().println(" ".repeat(width + 8) + "→ " + check.remedy());
      }
    }
  }

  private static String coloured(Terminal terminal, String status) {
    if (!terminal.colour()) {
      return status;
    }
    String colour =
        switch (status) {
          case "pass" -> "32";
          case "warn" -> "33";
          default -> "31";
        };
    return "\u001b[" + colour + "m" + status + "\u001b[0m";
  }
}
