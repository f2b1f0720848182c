package dev.portcullis.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OracleTest {
  private static final List<Condition> CONDITIONS =
      List.of(Rules.HOLDING, Rules.NOT_HOLDING, Rules.ERRING);
  private static final List<String> NAMES = List.of("a", "ab", "abc", "b", "ba", "data-1");
  private static final List<String> PATTERNS =
      List.of("*", "a", "ab", "a*", "ab*", "*b", "*a*", "a*c", "b", "data-*", "**a", "zz");

  @Test
  void judge_everyPolicyOfUpToThreeRulesInEveryMode_agreesWithTheOracle() {
    List<Rule> third = alphabet("three");
    for (List<Rule> two : everyPolicyOfUpToTwoRules()) {
      assertAgreement(two, List.of(Thresholds.DEFAULT));
      for (Rule rule : third) {
        List<Rule> three = new ArrayList<>(two);
        three.add(rule);
        assertAgreement(three, List.of(Thresholds.DEFAULT));
      }
    }
  }

  @Test
  void judge_everyPolicyOfUpToTwoRulesUnderOddThresholds_agreesWithTheOracle() {
    List<Thresholds> odd =
        List.of(
            new Thresholds(1, 1),
            new Thresholds(100, 100),
            new Thresholds(40, 40),
            new Thresholds(30, 80));
    for (List<Rule> rules : everyPolicyOfUpToTwoRules()) {
      assertAgreement(rules, odd);
    }
  }

  /** Each rule of every policy as it is, disabled, or in shadow by the run-time settings. */
  @Test
  void judge_everyPolicyOfUpToTwoRulesUnderEveryToggle_agreesWithTheOracle() {
    for (List<Rule> rules : everyPolicyOfUpToTwoRules()) {
      Governor governor = new Governor(Rules.policy(rules));
      for (int toggles = 0; toggles < 16; toggles++) {
        Set<RuleId> disabled = new HashSet<>();
        Set<RuleId> shadowed = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
          int toggle = i == 0 ? toggles % 4 : toggles / 4;
          if (toggle % 2 == 1) {
            disabled.add(rules.get(i).id());
          }
          if (toggle / 2 == 1) {
            shadowed.add(rules.get(i).id());
          }
        }
        Settings settings =
            new Settings(Mode.SOFT_BLOCK, Thresholds.DEFAULT, 1, disabled, shadowed);
        assertAgreement(governor, Requests.python(), settings);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void judge_randomPoliciesRequestsAndSettings_agreesWithTheOracle(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<Rule> rules = randomRules(random, random.nextInt(40));
      Governor governor = new Governor(Rules.policy(rules));
      for (int j = 0; j < 10; j++) {
        Settings settings =
            new Settings(
                pick(random, List.of(Mode.values())),
                randomThresholds(random),
                1,
                someIds(random, rules),
                someIds(random, rules));
        assertAgreement(governor, randomRequest(random), settings);
      }
    }
  }

  @Test
  void judge_rulesInAnyOrder_saysTheSame() {
    Random random = new Random(6);
    for (int i = 0; i < 500; i++) {
      List<Rule> rules = new ArrayList<>(randomRules(random, 12));
      Request request = randomRequest(random);
      Thresholds thresholds = randomThresholds(random);
      Oracle.Answer before = Oracle.of(judge(rules, request, Mode.SOFT_BLOCK, thresholds));
      Collections.shuffle(rules, random);
      assertThat(Oracle.of(judge(rules, request, Mode.SOFT_BLOCK, thresholds))).isEqualTo(before);
    }
  }

  private static List<List<Rule>> everyPolicyOfUpToTwoRules() {
    List<List<Rule>> policies = new ArrayList<>();
    policies.add(List.of());
    for (Rule one : alphabet("one")) {
      policies.add(List.of(one));
      for (Rule two : alphabet("two")) {
        policies.add(List.of(one, two));
      }
    }
    return policies;
  }

  /** In every mode. */
  private static void assertAgreement(List<Rule> rules, List<Thresholds> every) {
    Governor governor = new Governor(Rules.policy(rules));
    for (Thresholds thresholds : every) {
      for (Mode mode : Mode.values()) {
        assertAgreement(governor, Requests.python(), new Settings(mode, thresholds, 1));
      }
    }
  }

  private static void assertAgreement(Governor governor, Request request, Settings settings) {
    List<Rule> rules = governor.policy().rules();
    Oracle.Answer actual = Oracle.of(governor.judge(request, settings));
    Oracle.Answer expected = Oracle.answer(rules, request, settings);
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s%n%s", rules, request).isEqualTo(expected);
    }
  }

  private static Judgement judge(
      List<Rule> rules, Request request, Mode mode, Thresholds thresholds) {
    return new Governor(Rules.policy(rules)).judge(request, new Settings(mode, thresholds, 1));
  }

  /**
   * Every effect with and without a risk, under every kind of condition, enforced and in shadow.
   */
  private static List<Rule> alphabet(String id) {
    List<Rule> letters = new ArrayList<>();
    Rate rate = new Rate(1, Duration.ofSeconds(1), RateScope.PRINCIPAL);
    for (int risk : new int[] {0, 40}) {
      letters.add(
          Rules.limited(
              Rules.rated(Rules.rule(id, Effect.ALLOW, risk), rate), limits(5 + risk, risk > 0)));
      letters.add(Rules.saying(Rules.rule(id, Effect.WARN, risk), "Look."));
      letters.add(Rules.bounded(Rules.rule(id, Effect.BLOCK, risk), new Quota(1, RateScope.KEY)));
    }
    letters.add(Rules.rule(id, null, 30));
    letters.add(Rules.rule(id, null, 100));
    List<Rule> all = new ArrayList<>();
    for (Rule letter : letters) {
      all.add(letter);
      all.add(Rules.when(letter, Rules.NOT_HOLDING));
      all.add(Rules.when(letter, Rules.ERRING));
      all.add(Rules.shadow(letter));
    }
    return all;
  }

  /** Limits of a size, of which some say nothing. */
  private static PartialLimits limits(int size, boolean all) {
    return new PartialLimits(
        Optional.of(Duration.ofSeconds(size)),
        all ? Optional.of(Duration.ofSeconds(size)) : Optional.empty(),
        Optional.of(new ByteSize(size)),
        all ? OptionalInt.of(size) : OptionalInt.empty(),
        all ? Optional.of(new ByteSize(size)) : Optional.empty(),
        Optional.of(new ByteSize(100 - size)));
  }

  private static List<Rule> randomRules(Random random, int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Effect effect = pick(random, List.of(Effect.values()));
      Rule rule =
          random.nextInt(4) == 0
              ? Rules.rule("rule-" + i, null, 1 + random.nextInt(30))
              : Rules.rule("rule-" + i, effect, random.nextInt(3) * 10);
      if (rule.effect().equals(Optional.of(Effect.ALLOW)) && random.nextInt(3) > 0) {
        rule = Rules.limited(rule, limits(1 + random.nextInt(9), random.nextBoolean()));
      }
      if (random.nextInt(5) == 0) {
        rule = Rules.rated(rule, new Rate(1, Duration.ofSeconds(1), RateScope.PRINCIPAL));
      }
      if (random.nextInt(5) == 0) {
        rule = Rules.bounded(rule, new Quota(1 + random.nextInt(3), RateScope.ROLE));
      }
      if (random.nextInt(5) == 0) {
        rule = Rules.saying(rule, "Because of " + i);
      }
      if (random.nextBoolean()) {
        rule = Rules.when(rule, pick(random, CONDITIONS));
      }
      if (random.nextInt(6) == 0) {
        rule = Rules.shadow(rule);
      }
      rules.add(Rules.matching(rule, randomMatch(random)));
    }
    return rules;
  }

  private static Match randomMatch(Random random) {
    return new Match(
        some(random, Action.class),
        some(random, Role.class),
        some(random, Source.class),
        globs(random),
        globs(random),
        globs(random),
        globs(random));
  }

  private static Globs globs(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Globs.of(pick(random, PATTERNS));
      case 1 -> Globs.of(pick(random, PATTERNS), pick(random, PATTERNS), pick(random, NAMES));
      default -> Globs.ANY;
    };
  }

  private static Request randomRequest(Random random) {
    Set<Role> roles = some(random, Role.class);
    return new Request(
        pick(random, List.of(Action.values())),
        new Principal(pick(random, NAMES), roles.isEmpty() ? Set.of(Role.AGENT) : roles, "key"),
        pick(random, List.of(Source.values())),
        maybe(random),
        maybe(random),
        maybe(random),
        PartialLimits.NONE,
        Facts.NONE,
        Requests.NOON);
  }

  private static Optional<String> maybe(Random random) {
    return random.nextBoolean() ? Optional.of(pick(random, NAMES)) : Optional.empty();
  }

  private static Set<RuleId> someIds(Random random, List<Rule> rules) {
    Set<RuleId> ids = new HashSet<>();
    for (int i = random.nextInt(4); i > 0 && !rules.isEmpty(); i--) {
      ids.add(pick(random, rules).id());
    }
    return ids;
  }

  private static Thresholds randomThresholds(Random random) {
    int warn = 1 + random.nextInt(100);
    return new Thresholds(warn, warn + random.nextInt(101 - warn));
  }

  private static <E extends Enum<E>> Set<E> some(Random random, Class<E> type) {
    EnumSet<E> chosen = EnumSet.noneOf(type);
    if (random.nextBoolean()) {
      for (E value : type.getEnumConstants()) {
        if (random.nextBoolean()) {
          chosen.add(value);
        }
      }
    }
    return chosen;
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
