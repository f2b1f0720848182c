package dev.portcullis.client;

/** The host answered, and the answer was that it would not or could not. */
public final class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.status() + " " + problem.code() + ": " + problem.detail());
    this.problem = problem;
  }

  /** Everything the host said about it. */
  public Problem problem() {
    return problem;
  }
}
