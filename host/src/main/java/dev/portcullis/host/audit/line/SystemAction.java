package dev.portcullis.host.audit.line;

/** The actions of the {@code system} records that the journal writes about itself. */
public final class SystemAction {
  /**
   * A segment begins; {@code open} lists the executions that had not ended by then, and {@code
   * more} says how many are left for the records that follow.
   */
  public static final String SEGMENT = "system.segment";

  /** Something was wrong and was put right; the facts say what was found, and what was dropped. */
  public static final String RECOVERY = "system.recovery";

  /**
   * Archived segments are removed; {@code removed_from} and {@code removed_to} are the numbers of
   * their first and last records. It is written before.
   */
  public static final String RETENTION = "audit.retention";

  /**
   * A record became durable after its maker was told that it was not: what it says did not come to
   * pass; {@code seq} is its number.
   */
  public static final String LATE = "system.late";

  private SystemAction() {}
}
