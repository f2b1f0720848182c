package dev.portcullis.host.sandbox.runner;

/**
 * The runner went away, gave up, or broke its protocol; nothing it says from here on counts. The
 * message is for people and holds no bytes of the guest's that were not cleaned.
 */
public final class RunnerLostException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what the runner did. */
  public RunnerLostException(String message) {
    super(message);
  }

  /** With what the runner did, and how it was noticed. */
  public RunnerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
