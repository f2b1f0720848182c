package dev.portcullis.host.audit.line;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Parses lines strictly: no duplicate member, nothing after the end, bounded depth. */
public final class RecordJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(20)
                          .maxStringLength(Draft.MAX_LINE_BYTES)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordJson() {}

  /**
   * The tree of one line.
   *
   * @throws UnreadableLineException if it is no JSON object
   */
  public static JsonNode parse(byte[] line) throws UnreadableLineException {
    try {
      JsonNode tree = MAPPER.readTree(line);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException malformed) {
      throw new UnreadableLineException("it is no JSON: " + malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory can be read", impossible);
    }
    throw new UnreadableLineException("it is no JSON object");
  }
}
