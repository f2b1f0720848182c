package dev.portcullis.host.quota;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.policy.Bound;
import dev.portcullis.governor.policy.RuleId;
import java.util.List;

/** Whom one rule's bound counts: a principal, a key, or all who hold a role. */
record Bounded(RuleId rule, Bound bound, String whom) {
  /** Who counts a request of {@code principal}; by role, each that it holds. */
  static List<Bounded> of(RuleId rule, Bound bound, Principal principal) {
    return switch (bound.by()) {
      case PRINCIPAL -> List.of(new Bounded(rule, bound, principal.id()));
      case KEY -> List.of(new Bounded(rule, bound, principal.keyId()));
      case ROLE ->
          principal.roles().stream()
              .map(Role::text)
              .sorted()
              .map(role -> new Bounded(rule, bound, role))
              .toList();
    };
  }
}
