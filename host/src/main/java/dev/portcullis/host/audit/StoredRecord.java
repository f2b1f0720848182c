package dev.portcullis.host.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record as it stands in the journal. Reading does not prove it: that is the {@link
 * AuditVerifier}'s work.
 *
 * @param fields the whole line as JSON, not to be changed
 */
public record StoredRecord(long seq, JsonNode fields) {
  static StoredRecord of(byte[] line) throws UnreadableLineException {
    JsonNode fields = RecordJson.parse(line);
    JsonNode seq = fields.path(Hole.SEQ.field());
    if (!seq.canConvertToLong() || !seq.isIntegralNumber()) {
      throw new UnreadableLineException("it has no number");
    }
    return new StoredRecord(seq.longValue(), fields);
  }

  /** The text of a member, or of a member of a member as in {@code principal.id}; "" if none. */
  public String text(String path) {
    JsonNode at = fields;
    for (String name : path.split("\\.", -1)) {
      at = at.path(name);
    }
    return at.asText("");
  }
}
