package dev.portcullis.governor;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.ConditionFailedException;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Glob;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.governor.policy.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The semantics once more, written from the design alone: whole lists filtered again and again, no
 * index, no state, nothing shared with what it checks.
 */
final class Oracle {
  /** What is compared; the sets are of rule ids. */
  record Answer(
      Effect computed,
      Effect enforced,
      int risk,
      Set<RuleId> determining,
      Set<RuleId> inScope,
      Set<RuleId> rates,
      Optional<Duration> wall) {}

  private enum Result {
    MATCHED,
    NOT_MATCHED,
    ERRED
  }

  private Oracle() {}

  static Answer answer(List<Rule> rules, Request request, Mode mode, Thresholds thresholds) {
    List<Rule> scope = rules.stream().filter(rule -> fits(rule.match(), request)).toList();
    List<Rule> enforced = scope.stream().filter(r -> r.stage() == Stage.ENFORCE).toList();
    List<Rule> against =
        enforced.stream().filter(r -> result(r, request) != Result.NOT_MATCHED).toList();
    List<Rule> allows =
        enforced.stream()
            .filter(r -> says(r, Effect.ALLOW) && result(r, request) == Result.MATCHED)
            .toList();
    int risk = Math.min(100, against.stream().mapToInt(r -> r.risk().points()).sum());

    boolean blocked =
        against.stream().anyMatch(r -> says(r, Effect.BLOCK))
            || allows.isEmpty()
            || risk >= thresholds.block();
    boolean warned =
        against.stream().anyMatch(r -> says(r, Effect.WARN)) || risk >= thresholds.warn();
    Effect computed = blocked ? Effect.BLOCK : warned ? Effect.WARN : Effect.ALLOW;

    Set<RuleId> determining =
        computed == Effect.ALLOW
            ? ids(allows)
            : ids(
                against.stream()
                    .filter(
                        r ->
                            says(r, computed)
                                || (r.risk().points() > 0
                                    && risk
                                        >= (computed == Effect.BLOCK
                                            ? thresholds.block()
                                            : thresholds.warn())))
                    .toList());
    Effect done =
        mode == Mode.AUDIT_ONLY
            ? Effect.ALLOW
            : mode == Mode.HARD_BLOCK && computed == Effect.WARN ? Effect.BLOCK : computed;
    return new Answer(
        computed,
        done,
        risk,
        determining,
        ids(scope),
        ids(against.stream().filter(r -> r.rate().isPresent()).toList()),
        wall(allows));
  }

  static Answer of(Judgement judgement) {
    return new Answer(
        judgement.enforcement().computed().orElseThrow(),
        judgement.enforcement().enforced(),
        judgement.decision().riskSum().points(),
        Set.copyOf(judgement.decision().rules()),
        judgement.trace().stream().map(RuleTrace::id).collect(Collectors.toSet()),
        judgement.obligations().stream().map(Obligation::rule).collect(Collectors.toSet()),
        judgement.ceiling().wall());
  }

  private static Optional<Duration> wall(List<Rule> allows) {
    List<Optional<Duration>> walls =
        allows.stream().map(Rule::limits).map(PartialLimits::wall).toList();
    return walls.stream().allMatch(Optional::isPresent)
        ? walls.stream().map(Optional::get).max(Duration::compareTo)
        : Optional.empty();
  }

  private static boolean says(Rule rule, Effect effect) {
    return rule.effect().filter(e -> e == effect).isPresent();
  }

  private static Result result(Rule rule, Request request) {
    if (rule.when().isEmpty()) {
      return Result.MATCHED;
    }
    try {
      return rule.when().get().holds(request) ? Result.MATCHED : Result.NOT_MATCHED;
    } catch (ConditionFailedException erred) {
      return Result.ERRED;
    }
  }

  private static boolean fits(Match match, Request request) {
    return (match.actions().isEmpty() || match.actions().contains(request.action()))
        && (match.sources().isEmpty() || match.sources().contains(request.source()))
        && (match.roles().isEmpty()
            || match.roles().stream().anyMatch(request.principal().roles()::contains))
        && fits(match.principals(), request.principal().id())
        && fits(match.languages(), request.language().orElse(""))
        && fits(match.profiles(), request.profile().orElse(""))
        && fits(match.skills(), request.skill().orElse(""));
  }

  private static boolean fits(Globs globs, String text) {
    Function<Glob, String> regex =
        glob ->
            Pattern.compile("\\*")
                .splitAsStream(glob.pattern() + "\0")
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
    return globs.patterns().isEmpty()
        || globs.patterns().stream().anyMatch(g -> (text + "\0").matches(regex.apply(g)));
  }

  private static Set<RuleId> ids(List<Rule> rules) {
    return rules.stream().map(Rule::id).collect(Collectors.toSet());
  }
}
