package dev.portcullis.governor.policy;

/**
 * The risk from which a request is warned about, and from which it is blocked. Each in [1, 100],
 * {@code warn} not above {@code block}.
 */
public record Thresholds(int warn, int block) {
  public static final int LEAST = 1;
  public static final int MOST = 100;
  public static final Thresholds DEFAULT = new Thresholds(40, 70);

  public Thresholds {
    if (warn < LEAST || block > MOST || warn > block) {
      throw new IllegalArgumentException(
          "thresholds are in [1, 100] and warn is not above block: " + warn + ", " + block);
    }
  }
}
