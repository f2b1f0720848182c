package dev.portcullis.governor.policy;

/** How risky, from 0 to 100. */
public record Risk(int points) implements Comparable<Risk> {
  public static final int MOST = 100;
  public static final Risk NONE = new Risk(0);

  public Risk {
    if (points < 0 || points > MOST) {
      throw new IllegalArgumentException("a risk is in [0, 100]: " + points);
    }
  }

  /** The sum, which stops at 100. */
  public static Risk capped(long sum) {
    return new Risk((int) Math.min(sum, MOST));
  }

  @Override
  public int compareTo(Risk other) {
    return Integer.compare(points, other.points);
  }
}
