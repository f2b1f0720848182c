package dev.portcullis.governor.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that a document is corrected in one go. */
final class Problems {
  /** Enough for a person; a hostile document would have millions. */
  static final int MOST = 100;

  private final List<PolicyProblem> found = new ArrayList<>();
  private int count;

  void add(YamlNode at, String path, String message) {
    add(at.line(), at.column(), path, message);
  }

  void add(int line, int column, String path, String message) {
    count++;
    if (found.size() < MOST) {
      found.add(new PolicyProblem(line, column, path, message));
    }
  }

  /** How many so far, also of those beyond the most that are kept. */
  int count() {
    return count;
  }

  void throwIfAny() throws InvalidPolicyException {
    if (!found.isEmpty()) {
      found.sort(
          Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column));
      throw new InvalidPolicyException(found);
    }
  }
}
