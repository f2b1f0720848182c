package dev.portcullis.governor.limits;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations as configuration writes them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h},
 * {@code 7d}.
 */
public final class TextDuration {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private TextDuration() {}

  /**
   * Reads one duration.
   *
   * @throws IllegalArgumentException if {@code text} is not of that form; the message is for people
   */
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`"
              + text
              + "` is not a duration: write a whole number and a unit, such as `250ms`, `10s` or `5m`");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
