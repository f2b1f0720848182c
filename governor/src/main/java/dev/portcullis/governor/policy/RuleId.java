package dev.portcullis.governor.policy;

import java.util.regex.Pattern;

/** A rule's name: 1-64 of lowercase letters, digits, {@code .}, {@code _} and {@code -}. */
public record RuleId(String text) implements Comparable<RuleId> {
  private static final Pattern TEXT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public RuleId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("`" + text + "` is not the name of a rule");
    }
  }

  /** Whether {@code text} can name a rule. */
  public static boolean isValid(String text) {
    return TEXT.matcher(text).matches();
  }

  @Override
  public int compareTo(RuleId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
