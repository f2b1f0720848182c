package dev.portcullis.host.sandbox.runner;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text from a sandbox, made fit for messages and records. */
final class CleanText {
  private CleanText() {}

  /** What can be read of {@code bytes}, on one line, without control or formatting characters. */
  static String of(byte[] bytes) {
    return of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** {@code text} on one line, without control or formatting characters. */
  static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(point -> isPlain(point) ? point : '?').forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** Whether {@code text} is the same when cleaned. */
  static boolean isClean(String text) {
    return text.codePoints().allMatch(CleanText::isPlain);
  }

  /**
   * The text that {@code bytes} are.
   *
   * @throws RunnerLostException if they are not UTF-8
   */
  static String strictUtf8(byte[] bytes) throws RunnerLostException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new RunnerLostException("the runner sent text that is not UTF-8", notUtf8);
    }
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
