package dev.portcullis.host.cli;

import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the journal, pinned to a checkpoint, to a file or to standard output. */
@Command(
    name = "export",
    description = "Write the journal's records and the checkpoint that covers them.")
final class AuditExportCommand extends CliCommand {
  @Option(
      names = "--format",
      paramLabel = "json|jsonl|csv|ocsf|cloudevents",
      description = "The form of the export (default: ${DEFAULT-VALUE}).")
  String format = "jsonl";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Not before, such as 2026-01-31T00:00:00Z.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Before.")
  @Nullable String to;

  @Option(names = "--limit", paramLabel = "N", description = "So many records at most.")
  @Nullable String limit;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A new file; otherwise standard output.")
  @Nullable Path out;

  AuditExportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("format", format);
    put(parameters, "from", from);
    put(parameters, "to", to);
    put(parameters, "limit", limit);
    try (PortcullisClient client = common.client()) {
      if (out == null) {
        client.auditLog().export(parameters, terminal().out());
        terminal().out().flush();
        return ExitCode.OK;
      }
      if (Files.exists(out)) {
        throw new Failure(ExitCode.USAGE, "`" + out + "` is there already", "name a new file");
      }
      // Under its name only when it is whole.
      Path unfinished = out.resolveSibling(out.getFileName() + ".part");
      try (OutputStream file =
          new BufferedOutputStream(
              Files.newOutputStream(
                  unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING))) {
        client.auditLog().export(parameters, file);
      }
      Files.move(unfinished, out);
      Map<String, Object> document = Map.of("file", out.toString(), "bytes", Files.size(out));
      common.print(document, () -> line(out + ": " + document.get("bytes") + " bytes"));
    }
    return ExitCode.OK;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
