package dev.portcullis.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.Thresholds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Block beats warn beats allow, whatever the order of rules; a rule that errs counts against the
 * caller; no matching allow means block. {@link OracleTest} says the same of every small policy.
 */
class Invariant08Test {
  private static final Settings SOFT = new Settings(Mode.SOFT_BLOCK, Thresholds.DEFAULT, 1);
  private static final Rule ALLOW = Rules.allow("allow");
  private static final Rule WARN = Rules.rule("warn", Effect.WARN, 0);
  private static final Rule BLOCK = Rules.rule("block", Effect.BLOCK, 0);

  record Case(String what, List<Rule> rules, Effect outcome) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("nothing", List.of(), Effect.BLOCK),
        new Case("allow", List.of(ALLOW), Effect.ALLOW),
        new Case("warn without allow", List.of(WARN), Effect.BLOCK),
        new Case("allow and warn", List.of(ALLOW, WARN), Effect.WARN),
        new Case("allow and block", List.of(ALLOW, BLOCK), Effect.BLOCK),
        new Case("all three", List.of(ALLOW, WARN, BLOCK), Effect.BLOCK),
        new Case("an allow that errs", List.of(erring(ALLOW)), Effect.BLOCK),
        new Case("a warn that errs", List.of(ALLOW, erring(WARN)), Effect.WARN),
        new Case("a block that errs", List.of(ALLOW, WARN, erring(BLOCK)), Effect.BLOCK));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void invariant08_rulesInAnyOrder_theHardestCounts(Case of) {
    List<Rule> rules = new ArrayList<>(of.rules());
    Random order = new Random(8);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(rules, order);

      Judgement judgement = new Governor(Rules.policy(rules)).judge(Requests.python(), SOFT);

      assertThat(judgement.decision().outcome()).as("%s", rules).contains(of.outcome());
    }
  }

  private static Rule erring(Rule rule) {
    return Rules.when(rule, Rules.ERRING);
  }
}
