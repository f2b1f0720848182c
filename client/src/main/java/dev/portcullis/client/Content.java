package dev.portcullis.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as the interface writes them: text where they are UTF-8, base64 where they are not.
 *
 * @param encoding {@code base64}, or null for text
 */
public record Content(String content, @Nullable String encoding) {
  /** The shortest form of these bytes that loses none. */
  public static Content of(byte[] bytes) {
    try {
      return new Content(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
    } catch (CharacterCodingException notText) {
      return new Content(Base64.getEncoder().encodeToString(bytes), "base64");
    }
  }

  /** The bytes again. */
  public byte[] bytes() {
    return decode(content, encoding);
  }

  static byte[] decode(String content, @Nullable String encoding) {
    return "base64".equals(encoding)
        ? Base64.getDecoder().decode(content)
        : content.getBytes(StandardCharsets.UTF_8);
  }
}
