package dev.portcullis.host.audit.verify;

import java.util.Locale;

/** What is wrong with a journal. */
public enum Damage {
  /** A line is not a record at all, or a file cannot be read. */
  UNREADABLE,
  /** A line says the same as a record would, in other bytes. */
  NOT_CANONICAL,
  /** A record's content and its hash do not fit: one of them was changed. */
  EDITED,
  /** Records are missing, repeated, or in another order. */
  SEQUENCE_GAP,
  /** A whole segment is missing, or named for another record than its first. */
  MISSING_SEGMENT,
  /**
   * A record does not name the one before it: that one, or everything from here on, was replaced.
   */
  CHAIN_BROKEN,
  /** The last line breaks off. */
  INCOMPLETE_LINE,
  /** The journal ends before what a checkpoint was signed over. */
  TRUNCATED,
  /** The records are not those over which a checkpoint was signed. */
  CONTRADICTS_CHECKPOINT;

  /** The name in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
