package dev.portcullis.host.audit.line;

/** A line is no record. The message continues a sentence whose subject is the line. */
public final class UnreadableLineException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableLineException(String what) {
    super(what);
  }
}
