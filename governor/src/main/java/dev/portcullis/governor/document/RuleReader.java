package dev.portcullis.governor.document;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the rules of one document, whose ids it keeps apart. */
final class RuleReader {
  private static final List<String> KEYS =
      List.of(
          "id", "match", "when", "effect", "risk", "limits", "rate", "quota", "message", "stage");
  private static final int LONGEST_MESSAGE = 1000;
  private static final Fields.Reading<Stage> STAGE =
      Readings.choice(Stage::of, Stream.of(Stage.values()).map(Stage::text).toList());

  static final Fields.Reading<Effect> EFFECT =
      Readings.choice(Effect::of, Stream.of(Effect.values()).map(Effect::text).toList());
  static final Fields.Reading<RuleId> ID =
      (node, path, problems) -> {
        Optional<String> text = Readings.text(node, path, problems);
        if (text.isPresent() && !RuleId.isValid(text.get())) {
          problems.add(
              node,
              path,
              "an id has 1 to 64 lowercase letters, digits, `.`, `_` or `-`, and starts with a"
                  + " letter or a digit");
          return Optional.empty();
        }
        return text.map(RuleId::new);
      };

  private final Map<RuleId, YamlNode> seen = new HashMap<>();
  private final Map<Saying, Rule> said = new HashMap<>();
  private final ConditionReader conditions = new ConditionReader();
  private final MatchReader matches;

  /** What a rule says and of what, where it can be said once only. */
  private record Saying(
      Match match, Optional<String> when, Effect effect, PartialLimits limits, Stage stage) {}

  RuleReader(MatchReader matches) {
    this.matches = matches;
  }

  Optional<Rule> read(YamlNode node, String path, Problems problems) {
    int before = problems.count();
    Optional<Fields> found = Fields.of(node, path, KEYS, problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    Optional<YamlNode> idNode = fields.required("id");
    Optional<RuleId> id = fields.map("id", ID);
    id.ifPresent(name -> refuseSecond(name, idNode.orElse(node), fields.path("id"), problems));
    fields.required("match");
    Optional<Match> match = fields.map("match", matches::read);
    Optional<Condition> when = fields.map("when", conditions.within(match.orElse(Match.ANYTHING)));
    Optional<Effect> effect = fields.map("effect", EFFECT);
    Optional<Integer> risk = fields.map("risk", Readings.integer(1, Risk.MOST));
    Optional<PartialLimits> limits = fields.map("limits", LimitsReader::read);
    Optional<Rate> rate = fields.map("rate", RateReader::read);
    Optional<Quota> quota = fields.map("quota", QuotaReader::read);
    Optional<String> message = fields.map("message", Readings.shortText(LONGEST_MESSAGE));
    Optional<Stage> stage = fields.map("stage", STAGE);
    checkSaysSomething(fields, effect, path, problems);
    if (problems.count() > before || id.isEmpty() || match.isEmpty()) {
      return Optional.empty();
    }
    Rule rule =
        new Rule(
            id.get(),
            match.get(),
            when,
            effect,
            risk.map(Risk::new).orElse(Risk.NONE),
            limits.orElse(PartialLimits.NONE),
            rate,
            quota,
            message,
            stage.orElse(Stage.ENFORCE));
    refuseRepetition(rule, fields, path, problems);
    return Optional.of(rule);
  }

  /**
   * A rule that says what another says already never makes a difference, and to disable one of the
   * two would be no use. Risks add up and bounds count apart, so rules with those may be alike.
   */
  private void refuseRepetition(Rule rule, Fields fields, String path, Problems problems) {
    if (rule.effect().isEmpty()
        || !rule.risk().equals(Risk.NONE)
        || rule.rate().isPresent()
        || rule.quota().isPresent()) {
      return;
    }
    Optional<String> when =
        fields.get("when").map(node -> node instanceof YamlNode.Scalar text ? text.text() : "");
    Saying saying =
        new Saying(rule.match(), when, rule.effect().get(), rule.limits(), rule.stage());
    @Nullable Rule first = said.putIfAbsent(saying, rule);
    if (first != null) {
      problems.add(
          fields.node(), path, "says what the rule `" + first.id() + "` says, and nothing more");
    }
  }

  private void refuseSecond(RuleId id, YamlNode node, String path, Problems problems) {
    YamlNode first = seen.putIfAbsent(id, node);
    if (first != null) {
      problems.add(
          node, path, "`" + id + "` is already the id of the rule at line " + first.line());
    }
  }

  private static void checkSaysSomething(
      Fields fields, Optional<Effect> effect, String path, Problems problems) {
    if (fields.get("effect").isEmpty()
        && fields.get("risk").isEmpty()
        && fields.get("rate").isEmpty()
        && fields.get("quota").isEmpty()) {
      problems.add(fields.node(), path, "a rule has an `effect`, a `risk`, a `rate` or a `quota`");
    }
    Optional<YamlNode> limits = fields.get("limits");
    boolean allows =
        fields.get("effect").isPresent() && effect.orElse(Effect.ALLOW) == Effect.ALLOW;
    if (limits.isPresent() && !allows) {
      problems.add(
          limits.get(), fields.path("limits"), "only a rule with `effect: allow` has limits");
    }
  }
}
