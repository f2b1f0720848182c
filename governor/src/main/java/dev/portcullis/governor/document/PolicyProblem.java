package dev.portcullis.governor.document;

/**
 * One thing that is wrong with a policy document.
 *
 * @param line from 1
 * @param column from 1
 * @param path where in the document, such as {@code rules[2].match.actions[0]}; empty for the whole
 * @param message for the person who wrote it
 */
public record PolicyProblem(int line, int column, String path, String message) {
  /** As a compiler would print it: {@code 12:7: rules[2].id: ...}. */
  @Override
  public String toString() {
    return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
