package dev.portcullis.host.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * What an export is pinned to.
 *
 * @param origin the log's name
 * @param checkpoint the signed note
 * @param size how many records it covers
 * @param records how many records the export has
 * @param firstSeq number of the first one; 0 if there is none
 * @param lastSeq number of the last one
 * @param time when the export was made
 */
record Pin(
    String origin,
    String checkpoint,
    long size,
    long records,
    long firstSeq,
    long lastSeq,
    Instant time) {

  /** As one object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("checkpoint", checkpoint);
    json.writeNumberField("size", size);
    json.writeNumberField("records", records);
    json.writeNumberField("first_seq", firstSeq);
    json.writeNumberField("last_seq", lastSeq);
    json.writeEndObject();
  }
}
