package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an answer says a program wrote. */
final class Output {
  private Output() {}

  /** The bytes of {@code stdout} or {@code stderr}. */
  static byte[] of(JsonNode execution, String stream) {
    String text = execution.path(stream).asText();
    return switch (execution.path(stream + "_encoding").asText()) {
      case "utf-8" -> text.getBytes(StandardCharsets.UTF_8);
      case "base64" -> Base64.getDecoder().decode(text);
      case String other -> throw new AssertionError(stream + " is encoded as `" + other + "`");
    };
  }

  /** How bytes are encoded in an answer. */
  static String encoding(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return "utf-8";
    } catch (CharacterCodingException binary) {
      return "base64";
    }
  }

  /** Bytes as a failing test shows them. */
  static String shown(byte[] bytes) {
    return encoding(bytes).equals("utf-8")
        ? new String(bytes, StandardCharsets.UTF_8)
        : "base64 " + Base64.getEncoder().encodeToString(bytes);
  }
}
