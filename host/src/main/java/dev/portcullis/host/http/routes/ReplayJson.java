package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.rehearsal.ReplayRows;
import dev.portcullis.host.rehearsal.Replayed;
import java.io.IOException;
import java.util.List;

/** What a replay came to, on the wire. */
final class ReplayJson {
  private ReplayJson() {}

  static void write(JsonGenerator json, Replayed.Done done) throws IOException {
    DecisionDiff diff = done.diff();
    json.writeStartObject();
    json.writeStringField("policy_digest", done.policyDigest());
    json.writeObjectFieldStart("thresholds");
    json.writeNumberField("warn", done.thresholds().warn());
    json.writeNumberField("block", done.thresholds().block());
    json.writeEndObject();
    json.writeNumberField("replayed", diff.replayed());
    json.writeNumberField("flips", diff.flips());
    json.writeArrayFieldStart("matrix");
    for (ReplayRows.Row row : ReplayRows.of(diff)) {
      json.writeStartObject();
      json.writeStringField("before", row.before());
      json.writeStringField("after", row.after());
      json.writeNumberField("count", row.count());
      counts(json, "rules_before", "rule", row.rulesBefore());
      counts(json, "rules_after", "rule", row.rulesAfter());
      json.writeNumberField("no_rule_allows", row.noRuleAllows());
      JsonAnswer.texts(json, "samples", row.samples());
      json.writeEndObject();
    }
    json.writeEndArray();
    counts(json, "not_replayable", "reason", ReplayRows.notReplayable(diff));
    json.writeEndObject();
  }

  private static void counts(
      JsonGenerator json, String field, String what, List<ReplayRows.Count> counts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (ReplayRows.Count count : counts) {
      json.writeStartObject();
      json.writeStringField(what, count.name());
      json.writeNumberField("count", count.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
