package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.client.AuditQuery;
import dev.portcullis.client.Page;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds audit records, the newest first. */
@Command(
    name = "query",
    description = "Find audit records, the newest first; all filters must hold.",
    footer = {"", "Times are of RFC 3339, such as 2026-11-23T08:00:00Z. Asks the running host."})
final class AuditQueryCommand extends CliCommand {
  /** What the host gives at once. */
  private static final int A_PAGE = 500;

  @Mixin final AuditFilterOptions filters = new AuditFilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many records at most (default: ${DEFAULT-VALUE}).")
  int limit = 50;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where an earlier query ended.")
  @Nullable String cursor;

  AuditQueryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    if (limit < 1 || limit > 100_000) {
      throw new Failure(ExitCode.USAGE, "--limit: must be from 1 to 100000", "");
    }
    AuditQuery query = filters.query();
    if (cursor != null) {
      query = query.after(cursor);
    }
    List<JsonNode> records = new ArrayList<>();
    @Nullable String next;
    try (PortcullisClient client = common.client()) {
      do {
        Page<JsonNode> page = client.audit(query.limit(Math.min(A_PAGE, limit - records.size())));
        records.addAll(page.items());
        next = page.nextCursor();
        query = next == null ? query : query.after(next);
      } while (next != null && records.size() < limit);
    }
    ObjectNode document = Common.JSON.createObjectNode();
    document.putArray("items").addAll(records);
    document.put("next_cursor", next);
    RecordLine form = new RecordLine(terminal().colour());
    common.print(document, () -> records.forEach(record -> line(form.of(record))));
    if (next != null && common.output == Output.TEXT) {
      terminal().err().println("there are more: --cursor " + next);
    }
    return ExitCode.OK;
  }
}
