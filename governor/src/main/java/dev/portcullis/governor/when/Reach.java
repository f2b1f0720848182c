package dev.portcullis.governor.when;

import com.google.common.collect.Sets;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Match;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an expression can hold at all, as far as that depends on what is known beforehand:
 * constants, and the actions, sources and roles that a match lets through. Each combination of
 * those the expression speaks of is tried; everything else is taken as unknown. So it never says
 * that an expression cannot hold when it can.
 */
final class Reach {
  /** What holds of a request; empty where the expression does not speak of it. */
  private record World(
      Optional<String> action, Optional<String> source, Optional<List<String>> roles) {}

  private final CelExpr expression;
  private final Match match;

  Reach(CelExpr expression, Match match) {
    this.expression = expression;
    this.match = match;
  }

  /** Whether it is false for every request that {@code match} lets through. */
  boolean neverHolds() {
    return everyWorld(Boolean.FALSE);
  }

  /** Whether it is true for every request that {@code match} lets through. */
  boolean alwaysHolds() {
    return everyWorld(Boolean.TRUE);
  }

  private boolean everyWorld(Boolean value) {
    for (World world : worlds()) {
      if (!value.equals(value(expression, world))) {
        return false;
      }
    }
    return true;
  }

  private Set<World> worlds() {
    boolean byAction = mentions(expression, "request", "action");
    boolean bySource = mentions(expression, "request", "source");
    boolean byRoles = mentions(expression, "principal", "roles");
    Set<World> worlds = new LinkedHashSet<>();
    for (Action action : orAll(match.actions(), Action.values())) {
      for (Source source : orAll(match.sources(), Source.values())) {
        if (action.comesFrom(source)) {
          Optional<String> does = byAction ? Optional.of(action.text()) : Optional.empty();
          Optional<String> from = bySource ? Optional.of(source.text()) : Optional.empty();
          if (byRoles) {
            roleSets().forEach(held -> worlds.add(new World(does, from, Optional.of(held))));
          } else {
            worlds.add(new World(does, from, Optional.empty()));
          }
        }
      }
    }
    return worlds;
  }

  /** What the expression comes to there, or null where that cannot be said. */
  private static @Nullable Object value(CelExpr expr, World world) {
    return switch (expr.getKind()) {
      case CONSTANT -> constant(expr.constant());
      case SELECT -> field(expr, world);
      case LIST -> list(expr.list().elements(), world);
      case CALL -> call(expr.call(), world);
      case NOT_SET, IDENT, STRUCT, MAP, COMPREHENSION -> null;
    };
  }

  private static @Nullable Object constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> constant.booleanValue();
      case INT64_VALUE -> constant.int64Value();
      case STRING_VALUE -> constant.stringValue();
      default -> null;
    };
  }

  private static @Nullable Object field(CelExpr expr, World world) {
    if (is(expr, "request", "action")) {
      return world.action().orElse(null);
    }
    if (is(expr, "request", "source")) {
      return world.source().orElse(null);
    }
    return is(expr, "principal", "roles") ? world.roles().orElse(null) : null;
  }

  private static @Nullable Object list(List<CelExpr> elements, World world) {
    List<Object> values = new ArrayList<>();
    for (CelExpr element : elements) {
      @Nullable Object value = value(element, world);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  private static @Nullable Object call(CelExpr.CelCall call, World world) {
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case "_&&_" -> decided(args, world, Boolean.FALSE);
      case "_||_" -> decided(args, world, Boolean.TRUE);
      case "!_" ->
          value(args.get(0), world) instanceof Boolean known ? Boolean.valueOf(!known) : null;
      case "_?_:_" ->
          value(args.get(0), world) instanceof Boolean known
              ? value(args.get(known ? 1 : 2), world)
              : null;
      case "_==_", "_!=_", "@in", "_<_", "_<=_", "_>_", "_>=_" -> compared(call, world);
      default -> null;
    };
  }

  /** One operand that has {@code decisive} decides, also where the other cannot be evaluated. */
  private static @Nullable Object decided(List<CelExpr> args, World world, Boolean decisive) {
    @Nullable Object one = value(args.get(0), world);
    @Nullable Object other = value(args.get(1), world);
    if (decisive.equals(one) || decisive.equals(other)) {
      return decisive;
    }
    return (one == null || other == null) ? null : Boolean.valueOf(!decisive);
  }

  private static @Nullable Object compared(CelExpr.CelCall call, World world) {
    @Nullable Object one = value(call.args().get(0), world);
    @Nullable Object other = value(call.args().get(1), world);
    if (one == null || other == null) {
      return null;
    }
    return switch (call.function()) {
      case "_==_" -> one.equals(other);
      case "_!=_" -> !one.equals(other);
      case "@in" -> ((List<?>) other).contains(one);
      default -> (one instanceof Long a && other instanceof Long b) ? ordered(call, a, b) : null;
    };
  }

  private static boolean ordered(CelExpr.CelCall call, long one, long other) {
    return switch (call.function()) {
      case "_<_" -> one < other;
      case "_<=_" -> one <= other;
      case "_>_" -> one > other;
      default -> one >= other;
    };
  }

  private static boolean mentions(CelExpr expr, String variable, String field) {
    return switch (expr.getKind()) {
      case SELECT ->
          is(expr, variable, field) || mentions(expr.select().operand(), variable, field);
      case LIST -> anyMentions(expr.list().elements(), variable, field);
      case CALL -> anyMentions(expr.call().args(), variable, field);
      case CONSTANT, NOT_SET, IDENT, STRUCT, MAP, COMPREHENSION -> false;
    };
  }

  private static boolean anyMentions(List<CelExpr> all, String variable, String field) {
    for (CelExpr expr : all) {
      if (mentions(expr, variable, field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(CelExpr expr, String variable, String field) {
    return expr.getKind() == CelExpr.ExprKind.Kind.SELECT
        && !expr.select().testOnly()
        && expr.select().field().equals(field)
        && expr.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
        && expr.select().operand().ident().name().equals(variable);
  }

  /** Every set of roles of which the match takes one, as expressions see it. */
  private List<List<String>> roleSets() {
    return Sets.powerSet(Set.of(Role.values())).stream()
        .filter(held -> !held.isEmpty())
        .filter(held -> match.roles().isEmpty() || held.stream().anyMatch(match.roles()::contains))
        .map(held -> held.stream().map(Role::text).sorted().toList())
        .toList();
  }

  private static <E> Set<E> orAll(Set<E> some, E[] all) {
    return some.isEmpty() ? Set.of(all) : some;
  }
}
