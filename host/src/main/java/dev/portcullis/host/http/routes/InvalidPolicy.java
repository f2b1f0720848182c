package dev.portcullis.host.http.routes;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyProblem;
import dev.portcullis.host.execution.FieldError;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What is wrong with a policy, as its author is told. */
final class InvalidPolicy {
  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private InvalidPolicy() {}

  static Problem problem(InvalidPolicyException invalid) {
    List<FieldError> errors = invalid.problems().stream().map(InvalidPolicy::error).toList();
    PolicyProblem first = invalid.problems().getFirst();
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return new Problem(
        ProblemType.INVALID_POLICY,
        "line %d, column %d: %s%s".formatted(first.line(), first.column(), first.message(), more),
        errors,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private static FieldError error(PolicyProblem problem) {
    return new FieldError(
        pointer(problem.path()),
        problem.message(),
        OptionalInt.of(problem.line()),
        OptionalInt.of(problem.column()));
  }

  /** {@code rules[2].match.actions[0]} as {@code /rules/2/match/actions/0}. */
  private static String pointer(String path) {
    return path.isEmpty() ? "" : "/" + INDEX.matcher(path).replaceAll("/$1").replace('.', '/');
  }
}
