package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.Toggle;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;

/** The configuration on the wire. */
final class ConfigJson {
  private ConfigJson() {}

  /** An answer with it and its tag. */
  static Response answer(RuntimeConfig config) {
    return Answers.json(200, json -> write(json, config))
        .header(HttpHeaders.ETAG, IfMatch.tag(config))
        .build();
  }

  private static void write(JsonGenerator json, RuntimeConfig config) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", config.version());
    json.writeStringField("mode", config.mode().text());
    json.writeFieldName("thresholds");
    write(json, config.thresholds());
    for (Toggle.Kind kind : Toggle.Kind.values()) {
      json.writeObjectFieldStart(kind.plural());
      for (Map.Entry<String, Toggle> toggled : config.toggles().inForce(kind).entrySet()) {
        json.writeStringField(toggled.getKey(), toggled.getValue().text());
      }
      json.writeEndObject();
    }
    json.writeArrayFieldStart("expiring");
    for (RuntimeConfig.Expiring part : config.expiring()) {
      json.writeStartObject();
      json.writeStringField("setting", part.setting());
      json.writeStringField("expires_at", part.at().toString());
      json.writeFieldName("then");
      then(json, part.then());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("policy_digest", config.policyDigest());
    json.writeEndObject();
  }

  private static void then(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Mode mode -> json.writeString(mode.text());
      case Toggle toggle -> json.writeString(toggle.text());
      case Thresholds thresholds -> write(json, thresholds);
      default -> throw new IllegalArgumentException("no part of a configuration: " + value);
    }
  }

  private static void write(JsonGenerator json, Thresholds thresholds) throws IOException {
    json.writeStartObject();
    json.writeNumberField("warn", thresholds.warn());
    json.writeNumberField("block", thresholds.block());
    json.writeEndObject();
  }
}
