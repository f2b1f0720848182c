package dev.portcullis.governor.replay;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes decisions of the past again with a candidate, one after the other. Holds what it counts,
 * which the candidate's rules bound, and none of the decisions.
 */
public final class Replay {
  /** Ids that are kept of each kind of flip. */
  public static final int SAMPLES = 10;

  /** Reasons that are told apart; further ones are counted as {@link #OTHER_REASON}. */
  static final int REASONS = 32;

  static final String OTHER_REASON = "other reasons";

  /** Rules of the past that are told apart in each kind of flip. */
  static final int RULES_BEFORE = 1_000;

  static final String OTHER_RULES = "other rules";

  private final Governor candidate;
  private final Settings settings;
  private final Map<DecisionDiff.Change, Tally> tallies = new HashMap<>();
  private final Map<String, Long> notReplayable = new HashMap<>();
  private long replayed;

  private static final class Tally {
    final Map<String, Long> rulesBefore = new HashMap<>();
    final Map<RuleId, Long> rules = new HashMap<>();
    final List<String> samples = new ArrayList<>();
    long count;
    long noRuleAllows;
  }

  /**
   * Against {@code candidate} under the thresholds and toggles of {@code settings}. What is
   * compared is computed, not enforced; any mode but off computes the same.
   */
  public Replay(Governor candidate, Settings settings) {
    this.candidate = candidate;
    this.settings =
        new Settings(
            Mode.SOFT_BLOCK,
            settings.thresholds(),
            settings.configVersion(),
            settings.disabled(),
            settings.shadowed());
  }

  /** Replays all of {@code records} against {@code candidate} under {@code thresholds}. */
  public static DecisionDiff run(
      Iterator<? extends Recorded> records, Governor candidate, Thresholds thresholds) {
    Replay replay = new Replay(candidate, new Settings(Mode.SOFT_BLOCK, thresholds, 0));
    records.forEachRemaining(replay::add);
    return replay.diff();
  }

  /** Makes one more decision again. */
  public void add(Recorded recorded) {
    switch (recorded) {
      case Recorded.Replayable replayable -> compare(replayable);
      case Recorded.NotReplayable(String _, String why) -> {
        boolean known = notReplayable.containsKey(why) || notReplayable.size() < REASONS;
        notReplayable.merge(known ? why : OTHER_REASON, 1L, Long::sum);
      }
    }
  }

  private void compare(Recorded.Replayable recorded) {
    replayed++;
    Judgement judgement = candidate.judge(recorded.request(), settings);
    Effect after = judgement.decision().outcome().orElseThrow();
    DecisionDiff.Change change = new DecisionDiff.Change(recorded.computed(), after);
    Tally tally = tallies.computeIfAbsent(change, _ -> new Tally());
    tally.count++;
    if (!change.isFlip()) {
      return;
    }
    List<RuleId> rules = judgement.decision().rules();
    rules.forEach(rule -> tally.rules.merge(rule, 1L, Long::sum));
    for (String rule : recorded.rules()) {
      boolean known =
          tally.rulesBefore.containsKey(rule) || tally.rulesBefore.size() < RULES_BEFORE;
      tally.rulesBefore.merge(known ? rule : OTHER_RULES, 1L, Long::sum);
    }
    tally.noRuleAllows += rules.isEmpty() ? 1 : 0;
    if (tally.samples.size() < SAMPLES) {
      tally.samples.add(recorded.id());
    }
  }

  /** What came of all so far. */
  public DecisionDiff diff() {
    Map<DecisionDiff.Change, DecisionDiff.Cell> cells = new HashMap<>();
    tallies.forEach(
        (change, tally) ->
            cells.put(
                change,
                new DecisionDiff.Cell(
                    tally.count,
                    tally.rulesBefore,
                    tally.rules,
                    tally.noRuleAllows,
                    tally.samples)));
    return new DecisionDiff(replayed, cells, notReplayable);
  }
}
