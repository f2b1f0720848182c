package dev.portcullis.host.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.execution.DecisionRecord;
import java.io.IOException;

/** A decision on the wire. */
public final class DecisionJson {
  private DecisionJson() {}

  /** The decision of a request that runs, or of a dry run. */
  public static void write(JsonGenerator json, DecisionRecord decision) throws IOException {
    write(json, decision, "warnings");
  }

  /** The decision that refused a request: what the rules say are the messages of the refusal. */
  public static void writeRefusing(JsonGenerator json, DecisionRecord decision) throws IOException {
    write(json, decision, "messages");
  }

  private static void write(JsonGenerator json, DecisionRecord decision, String messages)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", decision.id());
    JsonAnswer.textOrNull(json, "computed", decision.computed());
    json.writeStringField("enforced", decision.enforced());
    json.writeStringField("mode", decision.mode());
    json.writeNumberField("risk", decision.risk());
    JsonAnswer.texts(json, "rules", decision.rules());
    JsonAnswer.texts(json, messages, decision.warnings());
    json.writeStringField("policy_digest", decision.policyDigest());
    json.writeNumberField("config_version", decision.configVersion());
    json.writeEndObject();
  }
}
