package dev.portcullis.governor;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.policy.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Narrows a policy down to the rules that may be about a request, so that what a decision costs
 * depends on the rules in scope and hardly on the size of the policy.
 *
 * <p>Each rule is filed once: under the principals, skills, profiles or languages it names,
 * whichever it shares with the fewest other rules, or else under its actions, sources and roles.
 * What is found still has to be matched.
 */
final class RuleIndex {
  private record Dimension(
      Function<Match, Globs> patterns, Function<Request, String> value, KeyIndex index) {}

  private final List<Dimension> dimensions = emptyDimensions();
  private final Map<Action, Map<Source, Map<Role, Ints>>> rest = new EnumMap<>(Action.class);

  RuleIndex(List<Rule> rules) {
    List<Dimension> crowds = emptyDimensions();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (Dimension dimension : crowds) {
        Globs globs = dimension.patterns().apply(rules.get(rule).match());
        if (KeyIndex.canHold(globs)) {
          dimension.index().add(rule, globs);
        }
      }
    }
    for (int rule = 0; rule < rules.size(); rule++) {
      file(rule, rules.get(rule).match(), crowds);
    }
  }

  /** Every rule that may match, once each, in the order of the policy. */
  Ints candidates(Request request) {
    Ints found = new Ints();
    for (Dimension dimension : dimensions) {
      dimension.index().find(dimension.value().apply(request), found);
    }
    Map<Role, Ints> byRole =
        rest.getOrDefault(request.action(), Map.of()).getOrDefault(request.source(), Map.of());
    for (Role role : request.principal().roles()) {
      Ints rules = byRole.get(role);
      if (rules != null) {
        found.addAll(rules);
      }
    }
    found.sortDistinct();
    return found;
  }

  private void file(int rule, Match match, List<Dimension> crowds) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < crowds.size(); i++) {
      Globs globs = crowds.get(i).patterns().apply(match);
      if (KeyIndex.canHold(globs) && crowds.get(i).index().crowd(globs) < fewest) {
        best = i;
        fewest = crowds.get(i).index().crowd(globs);
      }
    }
    if (best >= 0) {
      dimensions.get(best).index().add(rule, crowds.get(best).patterns().apply(match));
      return;
    }
    for (Action action : orAll(match.actions(), Action.values())) {
      for (Source source : orAll(match.sources(), Source.values())) {
        for (Role role : orAll(match.roles(), Role.values())) {
          rest.computeIfAbsent(action, _ -> new EnumMap<>(Source.class))
              .computeIfAbsent(source, _ -> new EnumMap<>(Role.class))
              .computeIfAbsent(role, _ -> new Ints())
              .add(rule);
        }
      }
    }
  }

  private static <E> Set<E> orAll(Set<E> some, E[] all) {
    return some.isEmpty() ? Set.of(all) : some;
  }

  private static List<Dimension> emptyDimensions() {
    List<Dimension> all = new ArrayList<>();
    all.add(new Dimension(Match::principals, r -> r.principal().id(), new KeyIndex()));
    all.add(new Dimension(Match::skills, r -> r.skill().orElse(""), new KeyIndex()));
    all.add(new Dimension(Match::profiles, r -> r.profile().orElse(""), new KeyIndex()));
    all.add(new Dimension(Match::languages, r -> r.language().orElse(""), new KeyIndex()));
    return all;
  }
}
