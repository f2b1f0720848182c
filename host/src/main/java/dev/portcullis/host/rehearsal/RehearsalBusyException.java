package dev.portcullis.host.rehearsal;

/** As many explanations as this host makes at a time are under way. */
public final class RehearsalBusyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says so. */
  public RehearsalBusyException() {
    super("too many explanations are under way; ask again");
  }
}
