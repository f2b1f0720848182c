package dev.portcullis.host.cli;

import dev.portcullis.client.NewKey;
import dev.portcullis.client.ProblemException;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key and shows it, this once. */
@Command(name = "create", description = "Make a key, and show it this once.")
final class KeyCreateCommand extends CliCommand {
  @Parameters(paramLabel = "PRINCIPAL", description = "Whose it is, as policies name them.")
  String principal = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "agent, auditor, operator or admin. Repeatable.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "api|cli",
      description = "The door it is made for (default: api, with --save cli).")
  String source = "";

  @Option(
      names = "--save",
      description = "Keep it in the home's credentials for this command line, and do not show it.")
  boolean save;

  KeyCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    for (String role : roles) {
      if (Role.of(role).isEmpty()) {
        throw usage("`" + role + "` is no role: say agent, auditor, operator or admin");
      }
    }
    String door = source.isEmpty() ? (save ? Source.CLI.text() : Source.API.text()) : source;
    if (!door.equals("api") && !door.equals("cli")) {
      throw usage("a key is made for api or cli, not for `" + door + "`");
    }
    if (!principal.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")) {
      throw usage("`" + principal + "` is no name: 1 to 64 letters, digits and ._@-");
    }
    try (KeyDesk desk = KeyDesk.of(common)) {
      new KeyShown(common).show(desk.create(new NewKey(principal, roles, door)), save);
    }
    return ExitCode.OK;
  }

  private static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, "");
  }
}
