package dev.portcullis.host.audit.line;

/** The fields that only the journal's writer knows, in the order in which they stand on a line. */
public enum Hole {
  HASH("hash"),
  PREV_HASH("prev_hash"),
  SEQ("seq"),
  TIME("time");

  private final String field;

  Hole(String field) {
    this.field = field;
  }

  /** The name on the line. */
  public String field() {
    return field;
  }
}
