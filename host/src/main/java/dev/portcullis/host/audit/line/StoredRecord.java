package dev.portcullis.host.audit.line;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.audit.verify.AuditVerifier;
import java.nio.charset.StandardCharsets;

/**
 * A record as it stands in the journal. Reading does not prove it: that is the {@link
 * AuditVerifier}'s work.
 *
 * @param line its exact text, without the line feed
 * @param fields the same as a tree, not to be changed
 */
public record StoredRecord(long seq, String line, JsonNode fields) {
  public static StoredRecord of(byte[] line) throws UnreadableLineException {
    JsonNode fields = RecordJson.parse(line);
    JsonNode seq = fields.path(Hole.SEQ.field());
    if (!seq.canConvertToLong() || !seq.isIntegralNumber()) {
      throw new UnreadableLineException("it has no number");
    }
    return new StoredRecord(seq.longValue(), new String(line, StandardCharsets.UTF_8), fields);
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
