package dev.portcullis.governor.policy;

import java.util.List;

/**
 * Patterns of which one has to match; none means that anything does. A value that is absent is
 * matched as the empty text, so by {@code *} only.
 */
public record Globs(List<Glob> patterns) {
  /** No patterns: anything matches. */
  public static final Globs ANY = new Globs(List.of());

  public Globs {
    patterns = List.copyOf(patterns);
  }

  /** These patterns. */
  public static Globs of(String... patterns) {
    return new Globs(List.of(patterns).stream().map(Glob::new).toList());
  }

  /** Whether one of them matches, or there are none. */
  public boolean match(String text) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (Glob glob : patterns) {
      if (glob.matches(text)) {
        return true;
      }
    }
    return false;
  }
}
