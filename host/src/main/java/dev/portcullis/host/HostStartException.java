package dev.portcullis.host;

/** The host did not start. The message says what is wrong and what to do, for people. */
public final class HostStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do. */
  public HostStartException(String message) {
    super(message);
  }

  /** With what is wrong and what to do, and the failure it met. */
  public HostStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
