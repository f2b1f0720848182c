package dev.portcullis.governor.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document is no policy; carries everything that is wrong with it, never nothing. */
public final class InvalidPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Lost when serialized, which nothing does. */
  private final transient List<PolicyProblem> problems;

  InvalidPolicyException(List<PolicyProblem> problems) {
    super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the document. */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
