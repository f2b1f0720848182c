package dev.portcullis.client;

import org.jspecify.annotations.Nullable;

/**
 * A file put into the working directory before the program starts.
 *
 * @param path relative, with forward slashes
 * @param encoding {@code base64}, or null for text
 */
public record ProgramFile(String path, String content, @Nullable String encoding) {
  /** A file of these bytes. */
  public static ProgramFile of(String path, byte[] bytes) {
    Content content = Content.of(bytes);
    return new ProgramFile(path, content.content(), content.encoding());
  }
}
