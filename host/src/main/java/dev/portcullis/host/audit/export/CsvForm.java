package dev.portcullis.host.audit.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows by RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe:
 * callers choose much of what stands here. The last row is of the stage {@code checkpoint}.
 */
final class CsvForm implements RecordFormat {
  /** Where each column's value is in a record. */
  private static final List<String> COLUMNS =
      List.of(
          "seq",
          "time",
          "stage",
          "action",
          "id",
          "decision_id",
          "principal.id",
          "principal.key_id",
          "source",
          "client_ip",
          "request_id",
          "skill.name",
          "language",
          "profile",
          "policy_digest",
          "mode",
          "computed",
          "enforced",
          "risk",
          "rules",
          "code.sha256",
          "outcome.cause",
          "outcome.code",
          "outcome.signal",
          "outcome.wall_ms",
          "outcome.cpu_ms",
          "outcome.peak_memory_bytes",
          "prev_hash",
          "hash");

  /** Only the last row has something here. */
  private static final String CHECKPOINT = "checkpoint";

  private static final Pattern FORMULA =
      Pattern.compile("[=+\\-@\\t\\r\\n|%\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[^\",\\r\\n]*");

  private final OutputStream out;

  CsvForm(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin() throws IOException {
    List<String> header = new ArrayList<>(COLUMNS);
    header.add(CHECKPOINT);
    row(header);
  }

  @Override
  public void record(StoredRecord record) throws IOException {
    List<String> cells = new ArrayList<>();
    for (String column : COLUMNS) {
      cells.add(column.equals("rules") ? rules(record.fields()) : record.text(column));
    }
    cells.add("");
    row(cells);
  }

  @Override
  public void end(Pin pin) throws IOException {
    List<String> cells = new ArrayList<>();
    for (String column : COLUMNS) {
      cells.add(column.equals("stage") ? CHECKPOINT : "");
    }
    cells.add(pin.checkpoint());
    row(cells);
  }

  private static String rules(JsonNode record) {
    List<String> ids = new ArrayList<>();
    record.path("rules").forEach(rule -> ids.add(rule.path("id").asText()));
    return String.join(" ", ids);
  }

  private void row(List<String> cells) throws IOException {
    String row = cells.stream().map(CsvForm::cell).collect(Collectors.joining(",", "", "\r\n"));
    out.write(row.getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(String value) {
    String harmless = FORMULA.matcher(value).matches() ? "'" + value : value;
    return PLAIN.matcher(harmless).matches()
        ? harmless
        : "\"" + harmless.replace("\"", "\"\"") + "\"";
  }
}
