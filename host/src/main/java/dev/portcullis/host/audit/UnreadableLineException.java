package dev.portcullis.host.audit;

/** A line is no record. The message continues a sentence whose subject is the line. */
final class UnreadableLineException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableLineException(String what) {
    super(what);
  }
}
