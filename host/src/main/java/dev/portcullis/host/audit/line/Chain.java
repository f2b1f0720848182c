package dev.portcullis.host.audit.line;

import java.security.MessageDigest;

/** The chain of hashes, followed from one line to the next. */
public final class Chain {
  private final MessageDigest sha256 = Sha256.newDigest();
  private Tip tip;

  /** Begins after that record. */
  public Chain(Tip before) {
    this.tip = before;
  }

  /** The last record that was taken. */
  public Tip tip() {
    return tip;
  }

  /**
   * Takes the next line.
   *
   * @return the new {@link #tip}
   * @throws UnreadableLineException if it is not what must come next; then nothing was taken
   */
  public Tip take(byte[] line) throws UnreadableLineException {
    LineFields fields = LineFields.of(line);
    long seq = fields.seq();
    if (seq != tip.seq() + 1) {
      throw new UnreadableLineException("it says it is record " + seq);
    }
    String hash = fields.digest(Hole.HASH);
    if (!fields.computeHash(sha256).equals(hash)) {
      throw new UnreadableLineException("its hash does not fit its content");
    }
    if (!fields.digest(Hole.PREV_HASH).equals(tip.hash())) {
      throw new UnreadableLineException("it does not follow the record before it");
    }
    tip = new Tip(seq, hash);
    return tip;
  }
}
