package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.audit.index.AuditSummary;
import dev.portcullis.host.audit.index.Dimension;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Writes what the audit was asked. */
final class AuditJson {
  private static final ObjectMapper RECORDS = new ObjectMapper();

  /** What of a decision is shown in short, besides its rules and who asked. */
  private static final List<String> SHOWN =
      List.of(
          "seq",
          "time",
          "id",
          "decision_id",
          "source",
          "action",
          "language",
          "profile",
          "mode",
          "computed",
          "enforced",
          "risk",
          "policy_digest",
          "config_version",
          "dry_run");

  /** In the order in which they are shown. */
  private static final List<Dimension> COUNTED =
      List.of(
          Dimension.DECISION,
          Dimension.ACTION,
          Dimension.PRINCIPAL,
          Dimension.SKILL,
          Dimension.RULE,
          Dimension.CAUSE);

  private AuditJson() {}

  static void next(JsonGenerator json, OptionalLong next) throws IOException {
    if (next.isPresent()) {
      json.writeStringField("next_cursor", Long.toString(next.getAsLong()));
    } else {
      json.writeNullField("next_cursor");
    }
  }

  /** A decision in short, of its record. */
  static void decision(JsonGenerator json, String line) throws IOException {
    JsonNode record = RECORDS.readTree(line);
    json.writeStartObject();
    for (String name : SHOWN) {
      if (record.has(name)) {
        json.writeFieldName(name);
        RECORDS.writeTree(json, record.get(name));
      }
    }
    json.writeStringField("principal", record.path("principal").path("id").asText());
    if (record.has("skill")) {
      json.writeStringField("skill", record.path("skill").path("name").asText());
    }
    json.writeArrayFieldStart("rules");
    for (JsonNode rule : record.path("rules")) {
      json.writeString(rule.path("id").asText());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void summary(JsonGenerator json, AuditSummary summary) throws IOException {
    json.writeStartObject();
    json.writeNumberField("records", summary.records());
    for (Dimension dimension : COUNTED) {
      counts(
          json,
          dimension,
          summary.counts().getOrDefault(dimension, new AuditSummary.Counts(0, List.of())));
    }
    json.writeArrayFieldStart("top_risks");
    for (String line : summary.topRisks()) {
      decision(json, line);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("hours");
    for (AuditSummary.Hour hour : summary.hours()) {
      json.writeStartObject();
      json.writeStringField("hour", hour.hour().toString());
      json.writeNumberField("records", hour.records());
      json.writeNumberField("allow", hour.allowed());
      json.writeNumberField("warn", hour.warned());
      json.writeNumberField("block", hour.blocked());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("hours_cut", summary.hoursCut());
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, Dimension dimension, AuditSummary.Counts counts)
      throws IOException {
    json.writeObjectFieldStart("by_" + dimension.text());
    json.writeNumberField("distinct", counts.values());
    json.writeArrayFieldStart("top");
    for (AuditSummary.Count count : counts.top()) {
      json.writeStartObject();
      json.writeStringField(dimension.text(), count.value());
      json.writeNumberField("records", count.records());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
