package dev.portcullis.host.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.audit.line.AuditTime;
import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;
import java.io.OutputStream;

/** CloudEvents 1.0 in the batched JSON format; a record's {@code data} is its line. */
final class CloudEventsForm implements RecordFormat {
  private static final String TYPE = "dev.portcullis.audit.";

  private final OutputStream out;
  private final String origin;
  private boolean first = true;

  CloudEventsForm(OutputStream out, String origin) {
    this.out = out;
    this.origin = origin;
  }

  @Override
  public void begin() throws IOException {
    out.write('[');
  }

  @Override
  public void record(StoredRecord record) throws IOException {
    String stage = record.text("stage");
    event(
        json -> {
          json.writeStringField("id", Long.toString(record.seq()));
          json.writeStringField("type", TYPE + stage + ".v1");
          json.writeStringField("time", record.text("time"));
          String subject = record.text("id");
          if (!subject.isEmpty()) {
            json.writeStringField("subject", subject);
          }
          json.writeFieldName("data");
          json.writeRawValue(record.line());
        });
  }

  @Override
  public void end(Pin pin) throws IOException {
    event(
        json -> {
          json.writeStringField("id", "checkpoint-" + pin.size());
          json.writeStringField("type", TYPE + "checkpoint.v1");
          json.writeStringField("time", AuditTime.format(pin.time()));
          json.writeFieldName("data");
          pin.write(json);
        });
    out.write("]\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private void event(JsonText.Content attributes) throws IOException {
    if (!first) {
      out.write(',');
    }
    first = false;
    out.write('\n');
    JsonText.write(
        out,
        (JsonGenerator json) -> {
          json.writeStartObject();
          json.writeStringField("specversion", "1.0");
          json.writeStringField("source", "urn:" + origin.replace('/', ':'));
          json.writeStringField("datacontenttype", "application/json");
          attributes.write(json);
          json.writeEndObject();
        });
  }
}
