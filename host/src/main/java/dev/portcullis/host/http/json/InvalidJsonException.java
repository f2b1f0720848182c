package dev.portcullis.host.http.json;

import dev.portcullis.host.execution.FieldError;
import java.util.List;

/** A body that is not the JSON it should be; says everything that is wrong with it. */
public final class InvalidJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized; the list is immutable
  private final List<FieldError> errors;

  /** With at least one error. */
  public InvalidJsonException(List<FieldError> errors) {
    super(errors.toString(), null, false, false);
    this.errors = List.copyOf(errors);
  }

  /** What is wrong, in the order in which it was found. */
  public List<FieldError> errors() {
    return errors;
  }
}
