package dev.portcullis.host.sandbox.profile;

/** A profile or the lock is not what it should be. The message names the file and the key. */
public final class InvalidProfileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the file, the key, and what is wrong with it. */
  public InvalidProfileException(String message) {
    super(message);
  }

  /** With the file, the key, and the failure that was met. */
  public InvalidProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
