package dev.portcullis.governor.replay;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.RuleId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a candidate would have decided otherwise.
 *
 * @param replayed how many decisions were made again
 * @param cells old to new, with how many of each; also of those that stay as they were
 * @param notReplayable how many could not be made again, by reason
 */
public record DecisionDiff(
    long replayed, Map<Change, Cell> cells, Map<String, Long> notReplayable) {
  public DecisionDiff {
    cells = Map.copyOf(cells);
    notReplayable = Map.copyOf(notReplayable);
  }

  /** From what was computed to what the candidate computes. */
  public record Change(Effect before, Effect after) {
    /** Whether it is none. */
    public boolean isFlip() {
      return before != after;
    }
  }

  /**
   * All decisions that changed alike.
   *
   * @param rulesBefore how often each rule determined the decision of the past; only of flips
   * @param rules how often each rule of the candidate determined its decision; only of flips
   * @param noRuleAllows how often none did, because no rule allowed; only of flips
   * @param samples ids of the first of them; only of flips
   */
  public record Cell(
      long count,
      Map<String, Long> rulesBefore,
      Map<RuleId, Long> rules,
      long noRuleAllows,
      List<String> samples) {
    public Cell {
      rulesBefore = Map.copyOf(rulesBefore);
      rules = Map.copyOf(rules);
      samples = List.copyOf(samples);
    }

    /** Where it is not known what determined the decisions of the past. */
    public Cell(long count, Map<RuleId, Long> rules, long noRuleAllows, List<String> samples) {
      this(count, Map.of(), rules, noRuleAllows, samples);
    }
  }

  /** How many would change. */
  public long flips() {
    return cells.entrySet().stream()
        .filter(entry -> entry.getKey().isFlip())
        .mapToLong(entry -> entry.getValue().count())
        .sum();
  }

  /** The cells that are flips, the most frequent first. */
  public Map<Change, Cell> flipsByFrequency() {
    Map<Change, Cell> flips = new LinkedHashMap<>();
    cells.entrySet().stream()
        .filter(entry -> entry.getKey().isFlip())
        .sorted((a, b) -> Long.compare(b.getValue().count(), a.getValue().count()))
        .forEach(entry -> flips.put(entry.getKey(), entry.getValue()));
    return flips;
  }
}
