package dev.portcullis.host.http.problem;

/** Ends the handling of a request with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** With what the client is told. It is an answer, not a bug, so it has no stack trace. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** With a type and a detail. */
  public ProblemException(ProblemType type, String detail) {
    this(Problem.of(type, detail));
  }

  /** What the client is told. */
  public Problem problem() {
    return problem;
  }
}
