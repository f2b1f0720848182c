package dev.portcullis.host.audit;

/**
 * The journal cannot take records, so nothing may run. The message says why and what to do, for
 * people.
 */
public final class AuditUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do. */
  public AuditUnavailableException(String message) {
    super(message);
  }

  /** With what is wrong and what to do, and the failure it met. */
  public AuditUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
