package dev.portcullis.host.cli;

import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a key. */
@Command(name = "revoke", description = "End a key, at once.")
final class KeyRevokeCommand extends CliCommand {
  @Parameters(paramLabel = "ID", description = "key_..., as `key list` shows it.")
  String id = "";

  KeyRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (KeyDesk desk = KeyDesk.of(common)) {
      desk.revoke(id);
    }
    common.print(Map.of("id", id, "revoked", true), () -> line(id + " is revoked"));
    return ExitCode.OK;
  }
}
