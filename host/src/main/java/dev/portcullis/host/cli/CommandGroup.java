package dev.portcullis.host.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands of its own. */
@Command
final class CommandGroup implements Runnable {
  @Spec CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec before it runs anything
  CommandGroup() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which command");
  }
}
