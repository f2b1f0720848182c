package dev.portcullis.host.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.execution.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads one JSON text (RFC 8259) strictly: UTF-8 without overlong forms, no duplicate names,
 * nothing after the value, bounded depth and numbers. Lenient forms that parsers read differently
 * from one another are refused.
 */
public final class StrictJson {
  private static final int DEPTH = 32;
  private static final int NUMBER_LENGTH = 64;
  private static final int NAME_LENGTH = 1_024;

  private final ObjectMapper mapper;

  /** With the longest text a string may be, in characters. */
  public StrictJson(int longestString) {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER_LENGTH)
                    .maxNameLength(NAME_LENGTH)
                    .maxStringLength(longestString)
                    .build())
            .build();
    this.mapper = new ObjectMapper(factory);
  }

  /**
   * Reads the whole of {@code body} as one value.
   *
   * @throws InvalidJsonException with the place of what is wrong
   */
  public JsonNode read(byte[] body) throws InvalidJsonException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException invalid) {
      throw refused("", "the body is not valid UTF-8");
    }
    try (JsonParser parser = mapper.createParser(text)) {
      return read(parser);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string has no I/O", impossible);
    }
  }

  private JsonNode read(JsonParser parser) throws IOException, InvalidJsonException {
    try {
      JsonNode value = mapper.readTree(parser);
      if (value == null) {
        throw refused("", "the body is empty where JSON was expected");
      }
      if (parser.nextToken() != null) {
        throw refused("", "something follows the JSON value at " + place(parser));
      }
      return value;
    } catch (StreamConstraintsException bomb) {
      throw refused(pointer(parser), "too deep or too long at " + place(parser));
    } catch (JsonProcessingException malformed) {
      throw refused(pointer(parser), "not JSON: " + firstLine(malformed) + " at " + place(parser));
    }
  }

  private static InvalidJsonException refused(String pointer, String reason) {
    return new InvalidJsonException(List.of(new FieldError(pointer, reason)));
  }

  private static String pointer(JsonParser parser) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return Text.clean(pointer.length() > NAME_LENGTH ? "" : pointer);
  }

  private static String place(JsonParser parser) {
    JsonLocation at = parser.currentLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String firstLine(JsonProcessingException malformed) {
    String message = malformed.getOriginalMessage();
    int end = message.indexOf('\n');
    String line = Text.clean(end < 0 ? message : message.substring(0, end));
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
