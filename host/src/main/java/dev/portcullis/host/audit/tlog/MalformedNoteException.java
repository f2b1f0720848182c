package dev.portcullis.host.audit.tlog;

/** A note, key or checkpoint is malformed, or not signed by the key it should be. For people. */
public final class MalformedNoteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public MalformedNoteException(String message) {
    super(message);
  }

  /** With what is wrong, and the failure behind it. */
  public MalformedNoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
