package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.when.Expressions;
import dev.portcullis.governor.when.InvalidExpressionException;
import java.util.Optional;

/** Reads the {@code when} of a rule, and places its faults in the document. */
final class ConditionReader {
  private ConditionReader() {}

  static Optional<Condition> read(YamlNode node, String path, Problems problems) {
    Optional<String> text = Readings.text(node, path, problems);
    if (text.isEmpty() || !(node instanceof YamlNode.Scalar scalar)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Expressions.compile(text.get()));
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
    if (content.verbatim()) {
      problems.add(
          content.line() + fault.line() - 1,
          content.column() + fault.column() - 1,
          path,
          fault.message());
    } else {
      problems.add(
          content.line(),
          content.column(),
          path,
          fault.message()
              + " (at line "
              + fault.line()
              + ", column "
              + fault.column()
              + " of the expression)");
    }
  }
}
