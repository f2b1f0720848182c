package dev.portcullis.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.governor.policy.Thresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final Settings SOFT = new Settings(Mode.SOFT_BLOCK, Thresholds.DEFAULT, 7);

  @Test
  void judge_noRules_blocksWithoutAReason() {
    Judgement judgement = judge(SOFT);
    assertThat(judgement.decision()).isEqualTo(new Decision.Block(Risk.NONE, List.of()));
    assertThat(judgement.enforcement().refuses()).isTrue();
  }

  @Test
  void judge_allowRule_allowsAndNamesIt() {
    assertThat(judge(SOFT, Rules.allow("open")).decision())
        .isEqualTo(new Decision.Allow(Risk.NONE, List.of(new RuleId("open"))));
  }

  @Test
  void judge_allowAndBlock_blocks() {
    Judgement judgement =
        judge(SOFT, Rules.allow("open"), Rules.saying(Rules.rule("shut", Effect.BLOCK, 0), "No."));
    assertThat(judgement.decision())
        .isEqualTo(new Decision.Block(Risk.NONE, List.of(new Reason(new RuleId("shut"), "No."))));
    assertThat(judgement.messages()).containsExactly(new Reason(new RuleId("shut"), "No."));
  }

  @Test
  void judge_erringBlockRule_blocksAndSaysWhyInTheTrace() {
    Judgement judgement =
        judge(
            SOFT,
            Rules.allow("open"),
            Rules.when(Rules.rule("shut", Effect.BLOCK, 0), Rules.ERRING));
    assertThat(judgement.decision().outcome()).contains(Effect.BLOCK);
    assertThat(judgement.trace().get(1).matched()).isFalse();
    assertThat(judgement.trace().get(1).error()).contains("it went over its bound");
  }

  @Test
  void judge_erringAllowRule_doesNotAllow() {
    assertThat(judge(SOFT, Rules.when(Rules.allow("open"), Rules.ERRING)).decision().outcome())
        .contains(Effect.BLOCK);
  }

  @Test
  void judge_riskOfAnErringRule_counts() {
    Judgement judgement =
        judge(SOFT, Rules.allow("open"), Rules.when(Rules.rule("odd", null, 40), Rules.ERRING));
    assertThat(judgement.decision().outcome()).contains(Effect.WARN);
    assertThat(judgement.decision().riskSum()).isEqualTo(new Risk(40));
  }

  @Test
  void judge_risksAboveAHundred_areCapped() {
    Judgement judgement =
        judge(SOFT, Rules.allow("open"), Rules.rule("a", null, 90), Rules.rule("b", null, 90));
    assertThat(judgement.decision().riskSum()).isEqualTo(new Risk(100));
    assertThat(judgement.decision().rules()).containsExactly(new RuleId("a"), new RuleId("b"));
  }

  @Test
  void judge_riskJustBelowAThreshold_isNotReached() {
    assertThat(judge(SOFT, Rules.allow("open"), Rules.rule("a", null, 39)).decision().outcome())
        .contains(Effect.ALLOW);
    assertThat(judge(SOFT, Rules.allow("open"), Rules.rule("a", null, 69)).decision().outcome())
        .contains(Effect.WARN);
    assertThat(judge(SOFT, Rules.allow("open"), Rules.rule("a", null, 70)).decision().outcome())
        .contains(Effect.BLOCK);
  }

  @Test
  void judge_modeOff_evaluatesNothingAndSaysSo() {
    Rule mustNotRun =
        Rules.when(
            Rules.rule("shut", Effect.BLOCK, 0),
            _ -> {
              throw new AssertionError("evaluated in mode off");
            });
    Judgement judgement = judge(new Settings(Mode.OFF, Thresholds.DEFAULT, 7), mustNotRun);
    assertThat(judgement.decision()).isEqualTo(new Decision.NotEvaluated());
    assertThat(judgement.enforcement())
        .isEqualTo(new Enforcement(Mode.OFF, Optional.empty(), Effect.ALLOW));
    assertThat(judgement.trace()).isEmpty();
    assertThat(judgement.settings().configVersion()).isEqualTo(7);
  }

  @Test
  void judge_auditOnly_computesTheBlockAndAllows() {
    Judgement judgement = judge(new Settings(Mode.AUDIT_ONLY, Thresholds.DEFAULT, 1));
    assertThat(judgement.enforcement())
        .isEqualTo(new Enforcement(Mode.AUDIT_ONLY, Optional.of(Effect.BLOCK), Effect.ALLOW));
  }

  @Test
  void judge_hardBlock_turnsAWarningIntoABlock() {
    Judgement judgement =
        judge(
            new Settings(Mode.HARD_BLOCK, Thresholds.DEFAULT, 1),
            Rules.allow("open"),
            Rules.rule("look", Effect.WARN, 0));
    assertThat(judgement.enforcement())
        .isEqualTo(new Enforcement(Mode.HARD_BLOCK, Optional.of(Effect.WARN), Effect.BLOCK));
  }

  @Test
  void judge_shadowRule_isTracedAndDoesNotCount() {
    Judgement judgement =
        judge(
            SOFT,
            Rules.allow("open"),
            Rules.shadow(
                Rules.rated(
                    Rules.saying(Rules.rule("shut", Effect.BLOCK, 90), "No."),
                    new Rate(1, Duration.ofSeconds(1), RateScope.KEY))));
    assertThat(judgement.decision())
        .isEqualTo(new Decision.Allow(Risk.NONE, List.of(new RuleId("open"))));
    assertThat(judgement.trace().get(1).stage()).isEqualTo(Stage.SHADOW);
    assertThat(judgement.trace().get(1).matched()).isTrue();
    assertThat(judgement.messages()).isEmpty();
    assertThat(judgement.obligations()).isEmpty();
  }

  @Test
  void judge_ruleShadowedBySettings_isTracedAndDoesNotCount() {
    Settings settings =
        new Settings(Mode.SOFT_BLOCK, Thresholds.DEFAULT, 1, Set.of(), Set.of(new RuleId("shut")));
    Judgement judgement = judge(settings, Rules.allow("open"), Rules.rule("shut", Effect.BLOCK, 0));
    assertThat(judgement.decision().outcome()).contains(Effect.ALLOW);
    assertThat(judgement.trace().get(1).stage()).isEqualTo(Stage.SHADOW);
  }

  @Test
  void judge_ruleDisabledBySettings_isNotLookedAt() {
    Settings settings =
        new Settings(Mode.SOFT_BLOCK, Thresholds.DEFAULT, 1, Set.of(new RuleId("shut")), Set.of());
    Judgement judgement = judge(settings, Rules.allow("open"), Rules.rule("shut", Effect.BLOCK, 0));
    assertThat(judgement.decision().outcome()).contains(Effect.ALLOW);
    assertThat(judgement.trace()).extracting(RuleTrace::id).containsExactly(new RuleId("open"));
  }

  @Test
  void judge_ratesOfMatchedAndErringRules_areObligations() {
    Rate rate = new Rate(2, Duration.ofMinutes(1), RateScope.PRINCIPAL);
    Judgement judgement =
        judge(
            SOFT,
            Rules.rated(Rules.allow("open"), rate),
            Rules.when(Rules.rated(Rules.rule("no", Effect.WARN, 0), rate), Rules.NOT_HOLDING),
            Rules.when(Rules.rated(Rules.rule("odd", Effect.WARN, 0), rate), Rules.ERRING));
    assertThat(judgement.obligations())
        .containsExactly(
            new Obligation(new RuleId("open"), rate), new Obligation(new RuleId("odd"), rate));
  }

  @Test
  void judge_ruleWithRateAndQuota_hasBothAsObligations() {
    Rate rate = new Rate(2, Duration.ofMinutes(1), RateScope.PRINCIPAL);
    Quota quota = new Quota(3, RateScope.ROLE);
    Judgement judgement =
        judge(
            SOFT,
            Rules.bounded(Rules.rated(Rules.allow("open"), rate), quota),
            Rules.when(Rules.bounded(Rules.rule("no", Effect.WARN, 0), quota), Rules.NOT_HOLDING));
    assertThat(judgement.obligations())
        .containsExactly(
            new Obligation(new RuleId("open"), rate), new Obligation(new RuleId("open"), quota));
  }

  @Test
  void judge_twoAllowRulesWithLimits_takesTheMoreGenerousOfEach() {
    Judgement judgement =
        judge(
            SOFT,
            Rules.limited(Rules.allow("one"), limits(10, 20)),
            Rules.limited(Rules.allow("two"), limits(30, 5)));
    assertThat(judgement.ceiling()).isEqualTo(limits(30, 20));
  }

  @Test
  void judge_allowRuleWithoutLimits_boundsNothing() {
    Judgement judgement =
        judge(SOFT, Rules.limited(Rules.allow("one"), limits(10, 20)), Rules.allow("two"));
    assertThat(judgement.ceiling()).isEqualTo(PartialLimits.NONE);
  }

  @Test
  void candidates_tenThousandRulesOfOthers_areNotLookedAt() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      rules.add(about("literal-" + i, "team-" + i, Globs.ANY));
      rules.add(about("prefix-" + i, "group-" + i + "-*", Globs.ANY));
      rules.add(about("skill-" + i, "*", Globs.of("skill-" + i)));
      rules.add(about("both-" + i, "al*", Globs.of("skill-" + i)));
    }
    rules.add(Rules.allow("open"));
    assertThat(new RuleIndex(rules).candidates(Requests.python()).size()).isEqualTo(1);
    assertThat(new Governor(Rules.policy(rules)).judge(Requests.python(), SOFT).trace())
        .extracting(RuleTrace::id)
        .containsExactly(new RuleId("open"));
  }

  private static Rule about(String id, String principal, Globs skills) {
    return Rules.matching(
        Rules.rule(id, Effect.BLOCK, 0),
        new Match(Set.of(), Set.of(), Set.of(), Globs.of(principal), Globs.ANY, Globs.ANY, skills));
  }

  private static PartialLimits limits(int wallSeconds, int cpuSeconds) {
    return new PartialLimits(
        Optional.of(Duration.ofSeconds(wallSeconds)),
        Optional.of(Duration.ofSeconds(cpuSeconds)),
        Optional.empty(),
        PartialLimits.NONE.pids(),
        Optional.empty(),
        Optional.empty());
  }

  private static Judgement judge(Settings settings, Rule... rules) {
    Policy policy = Rules.policy(rules);
    return new Governor(policy).judge(Requests.python(), settings);
  }
}
