package dev.portcullis.governor.policy;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which requests a rule is about: all of these must fit. An empty set fits everything. Cannot fail.
 *
 * @param roles the principal has at least one of them
 */
public record Match(
    Set<Action> actions,
    Set<Role> roles,
    Set<Source> sources,
    Globs principals,
    Globs languages,
    Globs profiles,
    Globs skills) {
  /** Every request. */
  public static final Match ANYTHING =
      new Match(Set.of(), Set.of(), Set.of(), Globs.ANY, Globs.ANY, Globs.ANY, Globs.ANY);

  public Match {
    actions = frozen(actions, Action.class);
    roles = frozen(roles, Role.class);
    sources = frozen(sources, Source.class);
  }

  /** Whether the rule is about {@code request}. */
  public boolean matches(Request request) {
    return (actions.isEmpty() || actions.contains(request.action()))
        && (sources.isEmpty() || sources.contains(request.source()))
        && (roles.isEmpty() || anyRole(request.principal().roles()))
        && principals.match(request.principal().id())
        && languages.match(request.language().orElse(""))
        && profiles.match(request.profile().orElse(""))
        && skills.match(request.skill().orElse(""));
  }

  private boolean anyRole(Set<Role> held) {
    for (Role role : roles) {
      if (held.contains(role)) {
        return true;
      }
    }
    return false;
  }

  private static <E extends Enum<E>> Set<E> frozen(Collection<E> values, Class<E> type) {
    EnumSet<E> copy = EnumSet.noneOf(type);
    copy.addAll(values);
    return Collections.unmodifiableSet(copy);
  }
}
