package dev.portcullis.governor.when;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A text is no condition; carries at least one fault. */
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Lost when serialized, which nothing does. */
  private final transient List<Fault> faults;

  InvalidExpressionException(List<Fault> faults) {
    super(faults.stream().map(Fault::message).collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  /** In the order of the expression. */
  public List<Fault> faults() {
    return faults;
  }

  /**
   * One fault.
   *
   * @param line within the expression, from 1
   * @param column within the expression, from 1, counted in code points
   * @param unknown the word that is at fault, where there are words to choose from
   */
  public record Fault(int line, int column, String message, Optional<Unknown> unknown) {
    /** One that is not about a word. */
    public Fault(int line, int column, String message) {
      this(line, column, message, Optional.empty());
    }
  }

  /** A word that is not among those that are known. */
  public record Unknown(String word, List<String> known) {
    public Unknown {
      known = List.copyOf(known);
    }
  }
}
