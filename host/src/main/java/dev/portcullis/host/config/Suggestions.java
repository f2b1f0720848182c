package dev.portcullis.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds keys that mean nothing, and what they were probably meant to be. */
final class Suggestions {
  private static final int CLOSE = 2;

  private Suggestions() {}

  static void unknown(JsonNode table, Set<String> known, String prefix, List<String> problems) {
    table
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.add(prefix + key + ": unknown key; " + hint(key, known));
              }
            });
  }

  private static String hint(String key, Set<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
        .filter(candidate -> distance(key, candidate) <= CLOSE)
        .map(candidate -> "did you mean `" + candidate + "`?")
        .orElse("known are " + String.join(", ", known));
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
