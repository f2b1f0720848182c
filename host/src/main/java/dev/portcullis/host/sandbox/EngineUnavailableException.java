package dev.portcullis.host.sandbox;

/** The engine cannot be reached, refused, or did not answer in time. The message is for people. */
public final class EngineUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what was tried and what came back. */
  public EngineUnavailableException(String message) {
    super(message);
  }

  /** With what was tried, and the failure it met. */
  public EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
