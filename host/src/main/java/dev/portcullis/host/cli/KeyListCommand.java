package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the keys, without the keys themselves. */
@Command(name = "list", description = "List the keys, ended ones included.")
final class KeyListCommand extends CliCommand {
  KeyListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (KeyDesk desk = KeyDesk.of(common)) {
      List<ApiKey> keys = desk.list();
      common.print(
          Map.of("items", keys),
          () -> {
            for (ApiKey key : keys) {
              line(
                  String.join(
                      "  ",
                      key.id(),
                      key.principal(),
                      String.join(" ", key.roles()),
                      key.source(),
                      "made " + key.createdAt(),
                      key.revokedAt() == null ? "good" : "ended " + key.revokedAt()));
            }
          });
    }
    return ExitCode.OK;
  }
}
