package dev.portcullis.host.audit.index;

/** What was found in the database is not an index of this journal, and must be made anew. */
final class UnfitIndexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitIndexException(String message) {
    super(message);
  }

  UnfitIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
