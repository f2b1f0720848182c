package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.ReplayReport;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.host.rehearsal.ReplayRows;
import java.util.ArrayList;
import java.util.List;

/** What a replay came to, as people read it. */
final class ReplayText {
  private static final List<String> OUTCOMES = List.of("allow", "warn", "block");
  private static final int RULES = 5;

  private ReplayText() {}

  /** A replay that was made here, in the form in which a host would answer. */
  static ReplayReport report(
      String digest, GovernorConfig.Thresholds thresholds, DecisionDiff diff) {
    return new ReplayReport(
        digest,
        thresholds,
        diff.replayed(),
        diff.flips(),
        ReplayRows.of(diff).stream()
            .map(
                row ->
                    new ReplayReport.Row(
                        row.before(),
                        row.after(),
                        row.count(),
                        rules(row.rulesBefore()),
                        rules(row.rulesAfter()),
                        row.noRuleAllows(),
                        row.samples()))
            .toList(),
        ReplayRows.notReplayable(diff).stream()
            .map(count -> new ReplayReport.Reason(count.name(), count.count()))
            .toList());
  }

  private static List<ReplayReport.Rule> rules(List<ReplayRows.Count> counts) {
    return counts.stream()
        .map(count -> new ReplayReport.Rule(count.name(), count.count()))
        .toList();
  }

  static List<String> lines(ReplayReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("policy    " + report.policyDigest());
    lines.add(
        "replayed  %d decisions under warn from %d, block from %d; %d come out otherwise"
            .formatted(
                report.replayed(),
                report.thresholds().warn(),
                report.thresholds().block(),
                report.flips()));
    lines.add("");
    lines.add("was \\ is %12s%12s%12s".formatted("allow", "warn", "block"));
    for (String before : OUTCOMES) {
      StringBuilder row = new StringBuilder("%-9s".formatted(before));
      for (String after : OUTCOMES) {
        row.append("%12d".formatted(count(report, before, after)));
      }
      lines.add(row.toString());
    }
    report.matrix().stream()
        .filter(ReplayReport.Row::isFlip)
        .forEach(
            row -> {
              lines.add("");
              lines.add(row.before() + " → " + row.after() + ": " + row.count());
              rules(lines, "  then by ", row.rulesBefore());
              rules(lines, "  now by  ", row.rulesAfter());
              if (row.noRuleAllows() > 0) {
                lines.add("  now by  no rule that allows (" + row.noRuleAllows() + ")");
              }
              lines.add("  such as " + String.join(", ", row.samples()));
            });
    long not = report.notReplayable().stream().mapToLong(ReplayReport.Reason::count).sum();
    lines.add("");
    lines.add("not replayable: " + not);
    report.notReplayable().forEach(why -> lines.add("  " + why.count() + "  " + why.reason()));
    return lines;
  }

  private static long count(ReplayReport report, String before, String after) {
    return report.matrix().stream()
        .filter(row -> row.before().equals(before) && row.after().equals(after))
        .mapToLong(ReplayReport.Row::count)
        .sum();
  }

  private static void rules(List<String> lines, String title, List<ReplayReport.Rule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    List<String> named = new ArrayList<>();
    for (ReplayReport.Rule rule : rules.subList(0, Math.min(RULES, rules.size()))) {
      named.add(rule.rule() + " (" + rule.count() + ")");
    }
    int more = rules.size() - named.size();
    lines.add(title + String.join(", ", named) + (more > 0 ? " and " + more + " more" : ""));
  }
}
