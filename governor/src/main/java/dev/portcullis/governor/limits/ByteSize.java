package dev.portcullis.governor.limits;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, zero or more. Written in configuration as {@code 64MiB}, {@code 1GiB}, {@code
 * 512KiB} or {@code 100B}.
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB)");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  /** So many mebibytes. */
  public static ByteSize ofMebibytes(long count) {
    return new ByteSize(Math.multiplyExact(count, 1L << 20));
  }

  /**
   * Reads the form used in configuration.
   *
   * @throws IllegalArgumentException if {@code text} is not of that form; the message is for people
   */
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`"
              + text
              + "` is not a size: write a whole number and a unit, such as `64MiB` or `1GiB`");
    }
    long unit =
        switch (matcher.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1L;
        };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("`" + text + "` is larger than any size", tooLarge);
    }
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
