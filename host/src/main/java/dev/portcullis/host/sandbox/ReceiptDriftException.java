package dev.portcullis.host.sandbox;

/** A sandbox was not what its profile says, and was destroyed. The message is for people. */
public final class ReceiptDriftException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what was tried and what came back. */
  public ReceiptDriftException(String message) {
    super(message);
  }

  /** With what was tried, and the failure it met. */
  public ReceiptDriftException(String message, Throwable cause) {
    super(message, cause);
  }
}
