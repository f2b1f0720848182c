package dev.portcullis.governor.policy;

/**
 * An upper bound on how many at once: each takes a place when it is let in, and leaves it when it
 * has ended.
 *
 * @param concurrent at least 1
 */
public record Quota(int concurrent, RateScope by) implements Bound {
  public Quota {
    if (concurrent < 1) {
      throw new IllegalArgumentException("a quota has at least 1 place");
    }
  }
}
