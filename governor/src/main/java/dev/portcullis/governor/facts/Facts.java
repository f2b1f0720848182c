package dev.portcullis.governor.facts;

/**
 * What is known of what a request brings along.
 *
 * @param code the program
 * @param stdinBytes size of its standard input
 * @param fileCount files put into its working directory, code files not counted
 * @param fileBytes their size together
 */
public record Facts(CodeFacts code, long stdinBytes, int fileCount, long fileBytes) {
  /** Nothing is brought along. */
  public static final Facts NONE = of(CodeFacts.NONE);

  public Facts {
    if (stdinBytes < 0 || fileCount < 0 || fileBytes < 0) {
      throw new IllegalArgumentException("sizes and counts are not negative");
    }
  }

  /** A program with neither input nor files. */
  public static Facts of(CodeFacts code) {
    return new Facts(code, 0, 0, 0);
  }
}
