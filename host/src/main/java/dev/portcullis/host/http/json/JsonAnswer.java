package dev.portcullis.host.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/** Writes one JSON text into memory. */
public final class JsonAnswer {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int USUAL_SIZE = 2_048;

  private JsonAnswer() {}

  /** The UTF-8 bytes of what {@code content} writes. */
  public static byte[] bytes(Content content) {
    var buffer = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = FACTORY.createGenerator(buffer)) {
      content.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory has no I/O", impossible);
    }
    return buffer.toByteArray();
  }

  /** Writes a field that holds a list of texts. */
  public static void texts(JsonGenerator json, String name, Collection<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** Writes a field that holds a text, or null where the text is empty. */
  public static void textOrNull(JsonGenerator json, String name, String text) throws IOException {
    if (text.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, text);
    }
  }

  /** What an answer holds. */
  @FunctionalInterface
  public interface Content {
    /** Writes one value. */
    void write(JsonGenerator json) throws IOException;
  }
}
