package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Compresses what the journal has closed, and lets go of what was kept long enough. */
@Command(
    name = "archive",
    description = "Compress the closed segments; remove archived ones older than is to be kept.")
final class AuditArchiveCommand extends CliCommand {
  AuditArchiveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      JsonNode done = client.auditLog().archive();
      common.print(
          done,
          () -> {
            line(
                done.path("segments").asInt()
                    + " segments archived, "
                    + done.path("bytes").asLong()
                    + " bytes are now "
                    + done.path("archived_bytes").asLong());
            if (done.path("removed_segments").asInt() > 0) {
              line(
                  done.path("removed_segments").asInt()
                      + " old ones removed; the journal begins with record "
                      + done.path("first_seq").asLong());
            }
          });
    }
    return ExitCode.OK;
  }
}
