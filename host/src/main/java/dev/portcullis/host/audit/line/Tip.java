package dev.portcullis.host.audit.line;

/** The end of the chain: the last record's number and hash. */
public record Tip(long seq, String hash) {
  /** Before the first record, which is number 1 and names 64 zeros as its predecessor. */
  public static final Tip GENESIS = new Tip(0, "0".repeat(64));
}
