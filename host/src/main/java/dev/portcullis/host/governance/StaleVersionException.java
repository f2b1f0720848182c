package dev.portcullis.host.governance;

/** Somebody else changed the configuration first. */
public final class StaleVersionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The version in force. */
  public StaleVersionException(long inForce) {
    super("the configuration is at version " + inForce + " by now: read it again, then change it");
  }
}
