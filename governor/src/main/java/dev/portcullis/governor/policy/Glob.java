package dev.portcullis.governor.policy;

/**
 * A pattern in which {@code *} stands for any text, also none; everything else stands for itself.
 * Matching takes at most pattern length times text length steps.
 */
public record Glob(String pattern) {
  /** Longest pattern. */
  public static final int MAX_LENGTH = 256;

  public Glob {
    if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a pattern has 1 to 256 characters");
    }
  }

  /** Whether the whole of {@code text} is matched. */
  public boolean matches(String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    return matchesFromStar(text, star);
  }

  /** Whether there is no {@code *} in it, so that it matches only itself. */
  public boolean isLiteral() {
    return pattern.indexOf('*') < 0;
  }

  /** What every matched text starts with. */
  public String prefix() {
    int star = pattern.indexOf('*');
    return star < 0 ? pattern : pattern.substring(0, star);
  }

  private boolean matchesFromStar(String text, int firstStar) {
    if (!text.regionMatches(0, pattern, 0, firstStar)) {
      return false;
    }
    int at = firstStar;
    int textAt = firstStar;
    int lastStar = -1;
    int retryAt = -1;
    while (textAt < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        lastStar = at++;
        retryAt = textAt;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(textAt)) {
        at++;
        textAt++;
      } else if (lastStar >= 0) {
        at = lastStar + 1;
        textAt = ++retryAt;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
