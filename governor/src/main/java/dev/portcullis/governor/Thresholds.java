package dev.portcullis.governor;

/**
 * The risk from which a request is a warn, and from which it is a block; both in 0 to 100, warn no
 * higher than block.
 */
public record Thresholds(int warn, int block) {
  public Thresholds {
    if (warn < 0 || block > 100 || warn > block) {
      throw new IllegalArgumentException(
          "thresholds need 0 <= warn <= block <= 100, not warn " + warn + " and block " + block);
    }
  }
}
