package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.replay.DecisionDiff;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a replay came to, in the order in which people and programs are shown it. */
public final class ReplayRows {
  /** Rules named with each kind of change, the most frequent first. */
  private static final int MOST_RULES = 50;

  private ReplayRows() {}

  /** How often something was so. */
  public record Count(String name, long count) {}

  /** All decisions that changed, or stayed, alike. */
  public record Row(
      String before,
      String after,
      long count,
      List<Count> rulesBefore,
      List<Count> rulesAfter,
      long noRuleAllows,
      List<String> samples) {
    public Row {
      rulesBefore = List.copyOf(rulesBefore);
      rulesAfter = List.copyOf(rulesAfter);
      samples = List.copyOf(samples);
    }
  }

  /** One row for each old and new outcome that came together, by their names. */
  public static List<Row> of(DecisionDiff diff) {
    return diff.cells().entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Row::before).thenComparing(Row::after))
        .toList();
  }

  /** Why how many could not be made again, the most frequent first. */
  public static List<Count> notReplayable(DecisionDiff diff) {
    return counts(diff.notReplayable());
  }

  private static Row row(DecisionDiff.Change change, DecisionDiff.Cell cell) {
    Map<String, Long> after = new HashMap<>();
    for (Map.Entry<RuleId, Long> rule : cell.rules().entrySet()) {
      after.put(rule.getKey().text(), rule.getValue());
    }
    return new Row(
        change.before().text(),
        change.after().text(),
        cell.count(),
        counts(cell.rulesBefore()),
        counts(after),
        cell.noRuleAllows(),
        cell.samples());
  }

  private static List<Count> counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Count(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name))
        .limit(MOST_RULES)
        .toList();
  }
}
