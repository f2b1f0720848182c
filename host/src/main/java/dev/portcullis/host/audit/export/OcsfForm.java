package dev.portcullis.host.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * OCSF 1.9.0, class API Activity (6003), an event a line. {@code raw_data} is the record's line, so
 * that nothing is lost and everything can be verified; the last event is the export itself, with
 * the checkpoint.
 */
final class OcsfForm implements RecordFormat {
  private static final String VERSION = "1.9.0";
  private static final int CATEGORY = 6;
  private static final int CLASS = 6003;

  private final OutputStream out;
  private final String origin;

  OcsfForm(OutputStream out, String origin) {
    this.out = out;
    this.origin = origin;
  }

  @Override
  public void record(StoredRecord record) throws IOException {
    Activity activity = Activity.of(record);
    JsonText.write(
        out,
        json -> {
          begin(json, activity, Instant.parse(record.text("time")));
          json.writeNumberField("severity_id", severity(record));
          json.writeNumberField("status_id", hasFailed(record) ? 2 : 1);
          String detail = detail(record);
          if (!detail.isEmpty()) {
            json.writeStringField("status_detail", detail);
          }
          metadata(json, origin + "#" + record.seq(), record.text("host.version"), record.seq());
          json.writeObjectFieldStart("actor");
          json.writeObjectFieldStart("user");
          json.writeStringField("name", orElse(record.text("principal.id"), "host"));
          if (!record.text("principal.key_id").isEmpty()) {
            json.writeStringField("credential_uid", record.text("principal.key_id"));
          }
          json.writeEndObject();
          json.writeEndObject();
          api(json, record.text("action"), record.text("request_id"));
          source(json, record.text("client_ip"), orElse(record.text("source"), "host"));
          if (!record.text("id").isEmpty()) {
            json.writeArrayFieldStart("resources");
            json.writeStartObject();
            json.writeStringField("uid", record.text("id"));
            json.writeStringField("type", record.text("action").split("\\.", -1)[0]);
            json.writeEndObject();
            json.writeEndArray();
          }
          json.writeStringField("raw_data", record.line());
          json.writeEndObject();
        });
    out.write('\n');
  }

  @Override
  public void end(Pin pin) throws IOException {
    JsonText.write(
        out,
        json -> {
          begin(json, Activity.READ, pin.time());
          json.writeNumberField("severity_id", 1);
          json.writeNumberField("status_id", 1);
          metadata(json, origin + "#checkpoint-" + pin.size(), "", 0);
          json.writeObjectFieldStart("actor");
          json.writeObjectFieldStart("user");
          json.writeStringField("name", "host");
          json.writeEndObject();
          json.writeEndObject();
          api(json, "audit.export", "");
          source(json, "", "host");
          json.writeObjectFieldStart("unmapped");
          json.writeFieldName("pinned");
          pin.write(json);
          json.writeEndObject();
          json.writeEndObject();
        });
    out.write('\n');
  }

  /** What was done, in the four words that this class has, and in our own where none fits. */
  private record Activity(int id, String name) {
    static final Activity READ = new Activity(2, "Read");

    static Activity of(StoredRecord record) {
      String action = record.text("action");
      String verb = action.substring(action.lastIndexOf('.') + 1);
      return switch (record.text("stage")) {
        case "decided" -> new Activity(1, "Create");
        case "finished" -> new Activity(3, "Update");
        case "admin" ->
            switch (verb) {
              case "create", "install" -> new Activity(1, "Create");
              case "export", "read" -> READ;
              case "revoke", "delete", "remove" -> new Activity(4, "Delete");
              default -> new Activity(3, "Update");
            };
        default -> new Activity(99, action);
      };
    }
  }

  private static void begin(JsonGenerator json, Activity activity, Instant time)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("category_uid", CATEGORY);
    json.writeStringField("category_name", "Application Activity");
    json.writeNumberField("class_uid", CLASS);
    json.writeStringField("class_name", "API Activity");
    json.writeNumberField("activity_id", activity.id());
    json.writeStringField("activity_name", activity.name());
    json.writeNumberField("type_uid", CLASS * 100L + activity.id());
    json.writeNumberField("time", time.toEpochMilli());
  }

  private static void metadata(JsonGenerator json, String uid, String version, long sequence)
      throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeStringField("version", VERSION);
    json.writeStringField("uid", uid);
    if (sequence > 0) {
      json.writeNumberField("sequence", sequence);
    }
    json.writeObjectFieldStart("product");
    json.writeStringField("name", "Portcullis");
    json.writeStringField("vendor_name", "Portcullis");
    if (!version.isEmpty()) {
      json.writeStringField("version", version);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void api(JsonGenerator json, String operation, String request) throws IOException {
    json.writeObjectFieldStart("api");
    json.writeStringField("operation", operation);
    if (!request.isEmpty()) {
      json.writeObjectFieldStart("request");
      json.writeStringField("uid", request);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void source(JsonGenerator json, String ip, String door) throws IOException {
    json.writeObjectFieldStart("src_endpoint");
    if (!ip.isEmpty()) {
      json.writeStringField("ip", ip);
    }
    json.writeStringField("svc_name", door);
    json.writeEndObject();
  }

  /** Informational, low for a warning, medium for what was blocked. */
  private static int severity(StoredRecord record) {
    return switch (record.text("enforced")) {
      case "warn" -> 2;
      case "block" -> 3;
      default -> 1;
    };
  }

  private static boolean hasFailed(StoredRecord record) {
    return record.text("enforced").equals("block")
        || record.text("action").endsWith(".failed")
        || (record.text("stage").equals("finished")
            && !(record.text("outcome.cause").equals("exited")
                && record.text("outcome.code").equals("0")));
  }

  private static String detail(StoredRecord record) {
    return orElse(record.text("enforced"), record.text("outcome.cause"));
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
