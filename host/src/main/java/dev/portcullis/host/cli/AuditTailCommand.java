package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.AuditQuery;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows the journal; where the connection is lost it goes on with the next record. */
@Command(name = "tail", description = "Follow the journal: one line a record, until interrupted.")
final class AuditTailCommand extends CliCommand {
  private static final long RETRY_MS = 1_000;
  private static final int RETRIES = 30;
  private static final int UNAVAILABLE = 503;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "Begin with the last N records (default: ${DEFAULT-VALUE}).")
  int last = 10;

  @Option(names = "--no-follow", description = "End when there is nothing more for the moment.")
  boolean once;

  @Option(names = "--principal", paramLabel = "ID", description = "Only of this one.")
  @Nullable String principal;

  @Option(names = "--action", paramLabel = "ACTION", description = "Such as execution.create.")
  @Nullable String action;

  @Option(names = "--decision", paramLabel = "allow|warn|block", description = "What was enforced.")
  @Nullable String decision;

  @Option(names = "--skill", paramLabel = "NAME", description = "Only of this skill.")
  @Nullable String skill;

  @Option(
      names = "--stage",
      paramLabel = "decided|finished|admin|system",
      description = "Only of this kind.")
  @Nullable String stage;

  AuditTailCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      long newest = newest(client);
      Map<String, String> parameters = parameters(Math.max(1, newest - last + 1));
      Following following = new Following(newest);
      boolean met = false;
      int lost = 0;
      while (true) {
        String before = following.lastId;
        try (InputStream events = client.auditLog().stream(before, parameters)) {
          met = true;
          following.read(events);
          if (following.isOver()) {
            return ExitCode.OK;
          }
        } catch (IOException gone) {
          if (!met || lost == RETRIES) {
            throw gone;
          }
        } catch (ProblemException refused) {
          // A host that is stopping or starting says so.
          if (!met || lost == RETRIES || refused.problem().status() != UNAVAILABLE) {
            throw refused;
          }
        }
        lost = Objects.equals(before, following.lastId) ? lost + 1 : 0;
        Thread.sleep(RETRY_MS);
      }
    }
  }

  private static long newest(PortcullisClient client)
      throws IOException, ProblemException, InterruptedException {
    return client.audit(AuditQuery.ALL.limit(1)).items().stream()
        .mapToLong(record -> record.path("seq").asLong())
        .findFirst()
        .orElse(0);
  }

  private Map<String, String> parameters(long from) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from_seq", Long.toString(from));
    put(parameters, "principal", principal);
    put(parameters, "action", action);
    put(parameters, "decision", decision);
    put(parameters, "skill", skill);
    put(parameters, "stage", stage);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  /** What is read of the events, over one connection or several. */
  private final class Following {
    private final long end;
    private final RecordLine form = new RecordLine(terminal().colour());
    private @Nullable String lastId;

    Following(long end) {
      this.end = end;
    }

    boolean isOver() {
      return once && (end == 0 || (lastId != null && Long.parseLong(lastId) >= end));
    }

    void read(InputStream events) throws IOException {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
      String id = "";
      String record = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          record = line.substring(6);
        } else if (line.isEmpty() && !id.isEmpty()) {
          // An event that was cut off before its end comes again.
          if (!record.isEmpty()) {
            print(record);
          }
          lastId = id;
          id = "";
          record = "";
        }
        if (isOver()) {
          return;
        }
      }
    }

    private void print(String record) throws IOException {
      if (common.output == Output.JSON) {
        line(record);
      } else {
        JsonNode fields = Common.JSON.readTree(record);
        line(form.of(fields));
      }
      terminal().out().flush();
    }
  }
}
