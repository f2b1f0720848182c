package dev.portcullis.governor;

import dev.portcullis.governor.policy.Glob;
import dev.portcullis.governor.policy.Globs;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds rules by a text: those that name it, and those with a pattern whose fixed beginning is the
 * text's own. Patterns that begin with {@code *} cannot be found this way.
 */
final class KeyIndex {
  private final Map<String, Ints> byText = new HashMap<>();
  private final Map<String, Ints> byPrefix = new HashMap<>();
  private final boolean[] prefixLengths = new boolean[Glob.MAX_LENGTH + 1];
  private int longestPrefix;

  /** Whether every pattern can be found by a text. */
  static boolean canHold(Globs globs) {
    for (Glob glob : globs.patterns()) {
      if (glob.prefix().isEmpty()) {
        return false;
      }
    }
    return !globs.patterns().isEmpty();
  }

  void add(int rule, Globs globs) {
    for (Glob glob : globs.patterns()) {
      String prefix = glob.prefix();
      if (glob.isLiteral()) {
        byText.computeIfAbsent(prefix, _ -> new Ints()).add(rule);
      } else {
        byPrefix.computeIfAbsent(prefix, _ -> new Ints()).add(rule);
        prefixLengths[prefix.length()] = true;
        longestPrefix = Math.max(longestPrefix, prefix.length());
      }
    }
  }

  /** Adds to {@code found} every rule with a pattern that may match {@code text}. */
  void find(String text, Ints found) {
    Ints exact = byText.get(text);
    if (exact != null) {
      found.addAll(exact);
    }
    int longest = Math.min(longestPrefix, text.length());
    for (int length = 1; length <= longest; length++) {
      Ints rules = prefixLengths[length] ? byPrefix.get(text.substring(0, length)) : null;
      if (rules != null) {
        found.addAll(rules);
      }
    }
  }

  /** How many rules share the keys of {@code globs}: what finding one of them costs. */
  int crowd(Globs globs) {
    int crowd = 0;
    for (Glob glob : globs.patterns()) {
      Ints rules = (glob.isLiteral() ? byText : byPrefix).get(glob.prefix());
      crowd += rules == null ? 0 : rules.size();
    }
    return crowd;
  }
}
