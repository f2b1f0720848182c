package dev.portcullis.governor.policy;

/** A condition could not be evaluated: an error in it, or a bound it went over. */
public final class ConditionFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConditionFailedException(String message) {
    super(message);
  }

  public ConditionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
