package dev.portcullis.host.audit;

import java.io.IOException;

/** A closed segment of the journal is not what was written. */
public final class DamagedSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String segment;
  private final String damage;

  /**
   * @param segment the name of its file
   * @param damage what was found; continues a sentence whose subject is the segment
   */
  public DamagedSegmentException(String segment, String damage) {
    super(segment + " " + damage);
    this.segment = segment;
    this.damage = damage;
  }

  /** The name of its file, which says nothing of the machine. */
  public String segment() {
    return segment;
  }

  /** What was found; continues a sentence whose subject is the segment. */
  public String damage() {
    return damage;
  }
}
