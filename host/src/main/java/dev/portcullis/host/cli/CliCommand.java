package dev.portcullis.host.cli;

import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** One command. What it throws becomes a diagnosis on the standard error stream. */
abstract class CliCommand implements Callable<Integer> {
  @Mixin final Common common;

  CliCommand(Terminal terminal) {
    this.common = new Common(terminal);
  }

  /** Does it, and returns the exit code. */
  abstract int run() throws Failure, ProblemException, IOException, InterruptedException;

  /** The exit code of a command that failed this way. */
  int exitCode(Diagnosis diagnosis) {
    return diagnosis.exitCode();
  }

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (Failure | ProblemException | IOException | InterruptedException expected) {
      Diagnosis diagnosis = Diagnosis.of(expected);
      int exitCode = exitCode(diagnosis);
      new Diagnosis(exitCode, diagnosis.message(), diagnosis.lines(), diagnosis.problem())
          .print(common.terminal(), common.output);
      return exitCode;
    }
  }

  Terminal terminal() {
    return common.terminal();
  }

  void line(String text) {
    terminal().out().println(text);
  }
}
