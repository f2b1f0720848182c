package dev.portcullis.host.http.json;

import dev.portcullis.host.execution.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one body, so that a caller learns of it all at once. */
public final class Faults {
  /** So that a hostile body does not make an answer larger than itself. */
  private static final int MOST = 50;

  private static final int POINTER_LENGTH = 300;

  private final List<FieldError> errors = new ArrayList<>();
  private int unnamed;

  /** Notes one fault. */
  public void add(String pointer, String reason) {
    if (errors.size() == MOST) {
      unnamed++;
      return;
    }
    String bounded =
        pointer.length() > POINTER_LENGTH ? pointer.substring(0, POINTER_LENGTH) : pointer;
    errors.add(new FieldError(Text.clean(bounded), reason));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidJsonException if anything was wrong
   */
  public void check() throws InvalidJsonException {
    if (unnamed > 0) {
      errors.add(new FieldError("", "and " + unnamed + " more"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidJsonException(errors);
    }
  }
}
