package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.line.CanonicalLine;
import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks one line after the other: readable, canonical, unchanged, next in number, chained. */
final class RecordCheck {
  private final MessageDigest sha256 = Sha256.newDigest();
  private @Nullable Tip tip;

  /**
   * Begins after a record.
   *
   * @param before null where the records begin in the middle and nothing is known of those before
   */
  RecordCheck(@Nullable Tip before) {
    this.tip = before;
  }

  /** What is wrong with a line; the words continue a sentence whose subject is the record. */
  record Finding(Damage damage, String detail) {}

  /** The last good record; null before the first. */
  @Nullable Tip tip() {
    return tip;
  }

  /** Takes the next line; empty if it is good. */
  Optional<Finding> take(byte[] line) {
    try {
      LineFields fields = LineFields.of(line);
      if (!CanonicalLine.isCanonical(line)) {
        return found(Damage.NOT_CANONICAL, "is not in RFC 8785 canonical form");
      }
      String hash = fields.digest(Hole.HASH);
      String prevHash = fields.digest(Hole.PREV_HASH);
      long seq = fields.seq();
      if (!fields.computeHash(sha256).equals(hash)) {
        return found(Damage.EDITED, "does not fit its hash");
      }
      if (tip != null && seq != tip.seq() + 1) {
        return found(Damage.SEQUENCE_GAP, "is missing: number " + seq + " stands in its place");
      }
      if (tip != null && !prevHash.equals(tip.hash())) {
        return found(Damage.CHAIN_BROKEN, "does not name the record before it by its hash");
      }
      tip = new Tip(seq, hash);
      return Optional.empty();
    } catch (UnreadableLineException unreadable) {
      return found(Damage.UNREADABLE, "cannot be read: " + unreadable.getMessage());
    }
  }

  private static Optional<Finding> found(Damage damage, String detail) {
    return Optional.of(new Finding(damage, detail));
  }
}
