package dev.portcullis.host.cli;

import dev.portcullis.client.ProblemException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces a key by another of the same principal. */
@Command(name = "rotate", description = "Replace a key by another of the same principal.")
final class KeyRotateCommand extends CliCommand {
  @Parameters(paramLabel = "ID", description = "key_..., as `key list` shows it.")
  String id = "";

  @Option(
      names = "--save",
      description = "Keep it in the home's credentials for this command line, and do not show it.")
  boolean save;

  KeyRotateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (KeyDesk desk = KeyDesk.of(common)) {
      new KeyShown(common).show(desk.rotate(id), save);
    }
    return ExitCode.OK;
  }
}
