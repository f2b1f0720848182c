package dev.portcullis.governor;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.ConditionFailedException;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.governor.policy.Thresholds;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules and policies for tests, made by hand and not from a document. */
final class Rules {
  static final Condition ERRING =
      _ -> {
        throw new ConditionFailedException("it went over its bound");
      };
  static final Condition HOLDING = _ -> true;
  static final Condition NOT_HOLDING = _ -> false;

  private Rules() {}

  static Rule allow(String id) {
    return rule(id, Effect.ALLOW, 0);
  }

  static Rule rule(String id, @Nullable Effect effect, int risk) {
    return new Rule(
        new RuleId(id),
        Match.ANYTHING,
        Optional.empty(),
        Optional.ofNullable(effect),
        new Risk(risk),
        PartialLimits.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Stage.ENFORCE);
  }

  static Rule when(Rule rule, Condition when) {
    return new Rule(
        rule.id(),
        rule.match(),
        Optional.of(when),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        rule.rate(),
        rule.quota(),
        rule.message(),
        rule.stage());
  }

  static Rule matching(Rule rule, Match match) {
    return new Rule(
        rule.id(),
        match,
        rule.when(),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        rule.rate(),
        rule.quota(),
        rule.message(),
        rule.stage());
  }

  static Rule shadow(Rule rule) {
    return new Rule(
        rule.id(),
        rule.match(),
        rule.when(),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        rule.rate(),
        rule.quota(),
        rule.message(),
        Stage.SHADOW);
  }

  static Rule limited(Rule rule, PartialLimits limits) {
    return new Rule(
        rule.id(),
        rule.match(),
        rule.when(),
        rule.effect(),
        rule.risk(),
        limits,
        rule.rate(),
        rule.quota(),
        rule.message(),
        rule.stage());
  }

  static Rule rated(Rule rule, Rate rate) {
    return new Rule(
        rule.id(),
        rule.match(),
        rule.when(),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        Optional.of(rate),
        rule.quota(),
        rule.message(),
        rule.stage());
  }

  static Rule bounded(Rule rule, Quota quota) {
    return new Rule(
        rule.id(),
        rule.match(),
        rule.when(),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        rule.rate(),
        Optional.of(quota),
        rule.message(),
        rule.stage());
  }

  static Rule saying(Rule rule, String message) {
    return new Rule(
        rule.id(),
        rule.match(),
        rule.when(),
        rule.effect(),
        rule.risk(),
        rule.limits(),
        rule.rate(),
        rule.quota(),
        Optional.of(message),
        rule.stage());
  }

  static Policy policy(List<Rule> rules) {
    return new Policy(
        PolicyDigest.of(new byte[0]), Mode.SOFT_BLOCK, Thresholds.DEFAULT, rules, List.of());
  }

  static Policy policy(Rule... rules) {
    return policy(List.of(rules));
  }
}
