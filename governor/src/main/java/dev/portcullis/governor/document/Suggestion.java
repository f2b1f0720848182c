package dev.portcullis.governor.document;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody who wrote a wrong word may have meant. */
public final class Suggestion {
  /** Longer words are no slips of known ones, and cost the square of their length. */
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** The nearest of {@code known}, if it is near enough to be meant. */
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return least <= Math.max(2, word.length() / 3) && least < nearest.length()
        ? Optional.of(nearest)
        : Optional.empty();
  }

  /** {@code ", did you mean `x`?"}, or nothing. */
  public static String clause(String word, Collection<String> known) {
    return of(word, known).map(meant -> ", did you mean `" + meant + "`?").orElse("");
  }

  /** Levenshtein's distance, in which two neighbours exchanged count as one step. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
