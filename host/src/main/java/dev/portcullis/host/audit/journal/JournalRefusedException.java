package dev.portcullis.host.audit.journal;

/**
 * A journal is not opened: another host holds it, or it is damaged in a way that no crash explains.
 * The message is for people and names the holder or the record.
 */
public final class JournalRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public JournalRefusedException(String reason) {
    super(reason);
  }

  /** With the reason and the failure behind it. */
  public JournalRefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
