package dev.portcullis.client;

import java.util.List;

/**
 * What a policy would have decided otherwise.
 *
 * @param thresholds under which it was asked
 * @param replayed how many recorded decisions were made again
 * @param flips how many came out otherwise
 * @param matrix a row for each old and new outcome that came together
 * @param notReplayable why how many could not be made again
 */
public record ReplayReport(
    String policyDigest,
    GovernorConfig.Thresholds thresholds,
    long replayed,
    long flips,
    List<Row> matrix,
    List<Reason> notReplayable) {
  public ReplayReport {
    matrix = Wire.list(matrix);
    notReplayable = Wire.list(notReplayable);
  }

  /**
   * All decisions that changed, or stayed, alike.
   *
   * @param rulesBefore what determined them then; only of changes
   * @param rulesAfter what determines them with the policy asked; only of changes
   * @param noRuleAllows how many it blocks because no rule allows; only of changes
   * @param samples ids of the first decisions; only of changes
   */
  public record Row(
      String before,
      String after,
      long count,
      List<Rule> rulesBefore,
      List<Rule> rulesAfter,
      long noRuleAllows,
      List<String> samples) {
    public Row {
      rulesBefore = Wire.list(rulesBefore);
      rulesAfter = Wire.list(rulesAfter);
      samples = Wire.list(samples);
    }

    /** Whether the outcome is another one. */
    public boolean isFlip() {
      return !before.equals(after);
    }
  }

  /** A rule and how many decisions it determined. */
  public record Rule(String rule, long count) {}

  /** Why, and how many. */
  public record Reason(String reason, long count) {}
}
