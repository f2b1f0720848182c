package dev.portcullis.governor.policy;

import java.time.Duration;

/**
 * An upper bound on how often: an obligation the governor hands back, since counting needs a clock.
 *
 * @param count at least 1, and not more than one a nanosecond
 * @param per at least 1 ms
 */
public record Rate(int count, Duration per, RateScope by) implements Bound {
  public Rate {
    if (count < 1 || per.toMillis() < 1) {
      throw new IllegalArgumentException("a rate counts at least 1 per at least 1 ms");
    }
    if (count > most(per)) {
      throw new IllegalArgumentException("a rate counts at most one a nanosecond");
    }
  }

  /** The most that can be counted in that time. */
  public static long most(Duration per) {
    return per.toNanos();
  }
}
