package dev.portcullis.governor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Requests;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Request PLAIN = Requests.python();
  private static final Request FORKS =
      Requests.python(
          Facts.of(
              new CodeFacts(
                  1, List.of(), List.of(), List.of(new Indicator("fork", "resource", 1)), true)));

  @Test
  void run_decisionsOfThePast_countsThemByOldAndNew() throws InvalidPolicyException {
    DecisionDiff diff =
        Replay.run(
            List.of(
                    new Recorded.Replayable("dec_1", PLAIN, Effect.ALLOW),
                    new Recorded.Replayable("dec_2", FORKS, Effect.ALLOW),
                    new Recorded.Replayable("dec_3", FORKS, Effect.BLOCK),
                    new Recorded.Replayable("dec_4", FORKS, Effect.ALLOW),
                    new Recorded.NotReplayable("dec_5", "from before facts were recorded"))
                .iterator(),
            candidate(
                "{id: all, match: {}, effect: allow}",
                "{id: forks, match: {}, effect: warn, when: 'facts.indicators.exists(i, i.id == \"fork\")'}"),
            Thresholds.DEFAULT);
    assertThat(diff.replayed()).isEqualTo(4);
    assertThat(diff.flips()).isEqualTo(3);
    assertThat(diff.notReplayable()).isEqualTo(Map.of("from before facts were recorded", 1L));
    assertThat(diff.cells())
        .containsEntry(
            new DecisionDiff.Change(Effect.ALLOW, Effect.ALLOW),
            new DecisionDiff.Cell(1, Map.of(), 0, List.of()))
        .containsEntry(
            new DecisionDiff.Change(Effect.ALLOW, Effect.WARN),
            new DecisionDiff.Cell(
                2, Map.of(new RuleId("forks"), 2L), 0, List.of("dec_2", "dec_4")));
    assertThat(diff.flipsByFrequency().keySet())
        .containsExactly(
            new DecisionDiff.Change(Effect.ALLOW, Effect.WARN),
            new DecisionDiff.Change(Effect.BLOCK, Effect.WARN));
  }

  @Test
  void add_flipOfADecisionWithRules_countsWhatDeterminedItThenAndNow()
      throws InvalidPolicyException {
    Replay replay =
        new Replay(
            candidate("{id: all, match: {}, effect: allow}", "{id: no, match: {}, effect: block}"),
            new Settings(Mode.OFF, Thresholds.DEFAULT, 7, Set.of(new RuleId("no")), Set.of()));

    replay.add(
        new Recorded.Replayable("dec_1", PLAIN, Effect.BLOCK, List.of("old", "toggle:language")));
    replay.add(new Recorded.Replayable("dec_2", PLAIN, Effect.BLOCK, List.of("old")));

    assertThat(replay.diff().cells())
        .isEqualTo(
            Map.of(
                new DecisionDiff.Change(Effect.BLOCK, Effect.ALLOW),
                new DecisionDiff.Cell(
                    2,
                    Map.of("old", 2L, "toggle:language", 1L),
                    Map.of(new RuleId("all"), 2L),
                    0,
                    List.of("dec_1", "dec_2"))));
  }

  @Test
  void run_candidateThatAllowsNothing_saysThatNoRuleAllows() throws InvalidPolicyException {
    DecisionDiff diff =
        Replay.run(
            List.of(new Recorded.Replayable("dec_1", PLAIN, Effect.ALLOW)).iterator(),
            candidate("{id: never, match: {actions: [cron.fire]}, effect: allow}"),
            Thresholds.DEFAULT);
    assertThat(diff.cells())
        .containsEntry(
            new DecisionDiff.Change(Effect.ALLOW, Effect.BLOCK),
            new DecisionDiff.Cell(1, Map.of(), 1, List.of("dec_1")));
  }

  @Test
  void run_aMillionRecords_keepsAFewSamplesAndReasons() throws InvalidPolicyException {
    DecisionDiff diff =
        Replay.run(
            Stream.iterate(0, i -> i + 1)
                .limit(1_000_000)
                .<Recorded>map(
                    i ->
                        i % 2 == 0
                            ? new Recorded.Replayable("dec_" + i, PLAIN, Effect.BLOCK)
                            : new Recorded.NotReplayable("dec_" + i, "reason " + i))
                .iterator(),
            candidate("{id: all, match: {}, effect: allow}"),
            Thresholds.DEFAULT);
    assertThat(diff.replayed()).isEqualTo(500_000);
    assertThat(diff.flipsByFrequency().values())
        .singleElement()
        .satisfies(cell -> assertThat(cell.samples()).hasSize(Replay.SAMPLES));
    assertThat(diff.notReplayable())
        .hasSize(Replay.REASONS + 1)
        .containsEntry(Replay.OTHER_REASON, 500_000L - Replay.REASONS);
  }

  private static Governor candidate(String... rules) throws InvalidPolicyException {
    String document =
        "apiVersion: portcullis.dev/v1\nkind: Policy\nrules:\n  - " + String.join("\n  - ", rules);
    return new Governor(new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8)));
  }
}
