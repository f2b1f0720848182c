package dev.portcullis.host.audit.index;

/** The index cannot answer now. The journal is not concerned: nothing is lost by it. */
public final class IndexUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public IndexUnavailableException(String message) {
    super(message);
  }

  public IndexUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
