package dev.portcullis.host.audit.index;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Splits text into words: letters and digits, in lower case. */
final class Words {
  /** Of one record. */
  static final int MOST = 64;

  private static final int LONGEST = 64;

  /** Longer numbers are sizes, times and ids: no two records share them. */
  private static final int LONGEST_NUMBER = 4;

  private Words() {}

  /** The words of a text to find. */
  static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    add(text, words);
    return words;
  }

  /** Adds a text's words, as long as there are fewer than {@link #MOST}. */
  static void add(String text, Set<String> words) {
    int start = -1;
    int length = text.length();
    for (int i = 0; i <= length && words.size() < MOST; i++) {
      boolean inside = i < length && Character.isLetterOrDigit(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        String word = text.substring(start, Math.min(i, start + LONGEST)).toLowerCase(Locale.ROOT);
        if (word.length() <= LONGEST_NUMBER || !isNumber(word)) {
          words.add(word);
        }
        start = -1;
      }
    }
  }

  private static boolean isNumber(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
