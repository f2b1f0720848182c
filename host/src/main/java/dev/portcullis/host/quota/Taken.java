package dev.portcullis.host.quota;

import dev.portcullis.governor.policy.RuleId;
import java.time.Duration;
import java.util.List;

/** What came of counting a request in. Switched over without {@code default}. */
public sealed interface Taken {
  /** It was counted in everywhere; {@code holding} gives back what is given back. */
  record Granted(Holding holding) implements Taken {}

  /**
   * A bound is reached, so it was counted in nowhere.
   *
   * @param rules whose bounds are reached, at least one; the first few of many
   * @param retryAfter when to come again
   * @param standings with the bounds, those that are reached first; the first few of many
   */
  record Exceeded(List<RuleId> rules, Duration retryAfter, List<Standing> standings)
      implements Taken {
    public Exceeded {
      rules = List.copyOf(rules);
      standings = List.copyOf(standings);
    }
  }
}
