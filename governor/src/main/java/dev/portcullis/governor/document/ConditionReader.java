package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.when.Expressions;
import dev.portcullis.governor.when.InvalidExpressionException;
import java.util.Optional;

/** Reads the {@code when} of a rule, and places its faults in the document. */
final class ConditionReader {
  private final Expressions expressions = new Expressions();

  /** Reads the condition of a rule about requests that {@code match} lets through. */
  Fields.Reading<Condition> within(Match match) {
    return (node, path, problems) -> read(node, path, problems, match);
  }

  private Optional<Condition> read(YamlNode node, String path, Problems problems, Match match) {
    Optional<String> text = Readings.text(node, path, problems);
    if (text.isEmpty() || !(node instanceof YamlNode.Scalar scalar)) {
      return Optional.empty();
    }
    try {
      return Optional.of(expressions.compile(text.get(), match));
    } catch (InvalidExpressionException invalid) {
      for (InvalidExpressionException.Fault fault : invalid.faults()) {
        add(fault, scalar.content(), path, problems);
      }
      return Optional.empty();
    }
  }

  private static void add(
      InvalidExpressionException.Fault fault,
      YamlNode.Content content,
      String path,
      Problems problems) {
    String message =
        fault.message()
            + fault.unknown().map(it -> Suggestion.clause(it.word(), it.known())).orElse("");
    if (content.verbatim()) {
      problems.add(
          content.line() + fault.line() - 1, content.column() + fault.column() - 1, path, message);
    } else {
      problems.add(
          content.line(),
          content.column(),
          path,
          message
              + " (at line "
              + fault.line()
              + ", column "
              + fault.column()
              + " of the expression)");
    }
  }
}
