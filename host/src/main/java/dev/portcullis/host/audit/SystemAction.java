package dev.portcullis.host.audit;

/** The actions of the {@code system} records that the journal writes about itself. */
final class SystemAction {
  /**
   * A segment begins; {@code open} lists the executions that had not ended by then, and {@code
   * more} says how many are left for the records that follow.
   */
  static final String SEGMENT = "system.segment";

  /** Something was wrong and was put right; the facts say what was found, and what was dropped. */
  static final String RECOVERY = "system.recovery";

  private SystemAction() {}
}
