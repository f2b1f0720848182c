package dev.portcullis.host.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The last line of an exported file: how many records there are, and the checkpoint they are under.
 */
record ExportEnd(String note, long records, long firstSeq, long lastSeq) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] BEGINNING = "{\"checkpoint\":".getBytes(StandardCharsets.US_ASCII);

  /** Reads it; empty if the line is none, and then must be a record. */
  static Optional<ExportEnd> of(byte[] line) {
    for (int i = 0; i < BEGINNING.length; i++) {
      if (i >= line.length || line[i] != BEGINNING[i]) {
        return Optional.empty();
      }
    }
    try {
      JsonNode end = JSON.readTree(line);
      return Optional.of(
          new ExportEnd(
              end.path("checkpoint").asText(),
              end.path("records").asLong(-1),
              end.path("first_seq").asLong(-1),
              end.path("last_seq").asLong(-1)));
    } catch (JsonProcessingException noJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory can be read", impossible);
    }
  }

  /** What is wrong with the records before it. */
  Optional<RecordCheck.Finding> check(LineVerifier verified, Optional<NoteKey> key) {
    if (verified.records() != records
        || (records > 0
            && (verified.firstSeq() != firstSeq || verified.expected() != lastSeq + 1))) {
      return Optional.of(
          new RecordCheck.Finding(
              Damage.TRUNCATED,
              "is where the file goes on, and it says it has the "
                  + records
                  + " records from "
                  + firstSeq
                  + " to "
                  + lastSeq));
    }
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      Checkpoint signed = Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), key.get());
      if (signed.size() < lastSeq
          || (signed.size() == lastSeq
              && verified.root().isPresent()
              && !verified.root().get().equals(signed.root()))) {
        return Optional.of(
            new RecordCheck.Finding(
                Damage.CONTRADICTS_CHECKPOINT,
                "follows records that are not what the checkpoint was signed for"));
      }
      return Optional.empty();
    } catch (MalformedNoteException foreign) {
      return Optional.of(
          new RecordCheck.Finding(
              Damage.CONTRADICTS_CHECKPOINT,
              "follows records whose checkpoint does not prove them: " + foreign.getMessage()));
    }
  }
}
