package dev.portcullis.governor;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Bound;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The semantics once more, written from the design alone: whole lists filtered again and again, no
 * index, no state, nothing shared with what it checks.
 */
final class Oracle {
  /** What is compared: everything a judgement says, but for the texts of reasons. */
  record Answer(
      Optional<Effect> computed,
      Effect enforced,
      int risk,
      Set<RuleId> determining,
      Set<RuleId> traced,
      Set<RuleId> erred,
      Set<Obligation> obligations,
      Set<Reason> messages,
      PartialLimits ceiling) {}

  private enum Result {
    MATCHED,
    NOT_MATCHED,
    ERRED
  }

  private Oracle() {}

  static Answer answer(List<Rule> rules, Request request, Settings settings) {
    if (settings.mode() == Mode.OFF) {
      return new Answer(
          Optional.empty(),
          Effect.ALLOW,
          0,
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          PartialLimits.NONE);
    }
    List<Rule> scope =
        rules.stream()
            .filter(rule -> fits(rule.match(), request))
            .filter(rule -> !settings.disabled().contains(rule.id()))
            .toList();
    List<Rule> enforced =
        scope.stream()
            .filter(r -> r.stage() == Stage.ENFORCE && !settings.shadowed().contains(r.id()))
            .toList();
    List<Rule> against =
        enforced.stream().filter(r -> result(r, request) != Result.NOT_MATCHED).toList();
    List<Rule> allows =
        enforced.stream()
            .filter(r -> says(r, Effect.ALLOW) && result(r, request) == Result.MATCHED)
            .toList();
    int risk = Math.min(100, against.stream().mapToInt(r -> r.risk().points()).sum());
    Effect computed = computed(against, allows, risk, settings.thresholds());
    return new Answer(
        Optional.of(computed),
        enforced(settings.mode(), computed),
        risk,
        determining(computed, against, allows, risk, settings.thresholds()),
        ids(scope),
        ids(scope.stream().filter(r -> result(r, request) == Result.ERRED).toList()),
        obligations(against),
        against.stream()
            .filter(r -> r.message().isPresent())
            .map(r -> new Reason(r.id(), r.message().orElseThrow()))
            .collect(Collectors.toSet()),
        ceiling(allows));
  }

  static Answer of(Judgement judgement) {
    return new Answer(
        judgement.enforcement().computed(),
        judgement.enforcement().enforced(),
        judgement.decision().riskSum().points(),
        Set.copyOf(judgement.decision().rules()),
        judgement.trace().stream().map(RuleTrace::id).collect(Collectors.toSet()),
        judgement.trace().stream()
            .filter(trace -> trace.error().isPresent())
            .map(RuleTrace::id)
            .collect(Collectors.toSet()),
        Set.copyOf(judgement.obligations()),
        Set.copyOf(judgement.messages()),
        judgement.ceiling());
  }

  private static Effect computed(
      List<Rule> against, List<Rule> allows, int risk, Thresholds thresholds) {
    if (against.stream().anyMatch(r -> says(r, Effect.BLOCK))
        || allows.isEmpty()
        || risk >= thresholds.block()) {
      return Effect.BLOCK;
    }
    return against.stream().anyMatch(r -> says(r, Effect.WARN)) || risk >= thresholds.warn()
        ? Effect.WARN
        : Effect.ALLOW;
  }

  private static Effect enforced(Mode mode, Effect computed) {
    return switch (mode) {
      case OFF, AUDIT_ONLY -> Effect.ALLOW;
      case SOFT_BLOCK -> computed;
      case HARD_BLOCK -> computed == Effect.WARN ? Effect.BLOCK : computed;
    };
  }

  private static Set<RuleId> determining(
      Effect computed, List<Rule> against, List<Rule> allows, int risk, Thresholds thresholds) {
    if (computed == Effect.ALLOW) {
      return ids(allows);
    }
    int threshold = computed == Effect.BLOCK ? thresholds.block() : thresholds.warn();
    return ids(
        against.stream()
            .filter(r -> says(r, computed) || (r.risk().points() > 0 && risk >= threshold))
            .toList());
  }

  private static Set<Obligation> obligations(List<Rule> against) {
    return against.stream()
        .flatMap(
            r ->
                Stream.<Optional<? extends Bound>>of(r.rate(), r.quota())
                    .flatMap(Optional::stream)
                    .map(bound -> new Obligation(r.id(), bound)))
        .collect(Collectors.toSet());
  }

  private static PartialLimits ceiling(List<Rule> allows) {
    return new PartialLimits(
        most(allows, PartialLimits::wall),
        most(allows, PartialLimits::cpu),
        most(allows, PartialLimits::memory),
        most(allows, limits -> limits.pids().stream().boxed().findFirst())
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()),
        most(allows, PartialLimits::output),
        most(allows, PartialLimits::workspace));
  }

  private static <T extends Comparable<T>> Optional<T> most(
      List<Rule> allows, Function<PartialLimits, Optional<T>> limit) {
    List<Optional<T>> all = allows.stream().map(Rule::limits).map(limit).toList();
    return all.stream().allMatch(Optional::isPresent)
        ? all.stream().map(Optional::orElseThrow).max(Comparator.naturalOrder())
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
