package dev.portcullis.host.audit.line;

import static java.util.Objects.requireNonNull;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A record's canonical bytes without what only the writer knows. Made on the caller's thread, so
 * that the one writer has little left to do.
 */
public final class Draft {
  /** The longest line, its line feed included. */
  public static final int MAX_LINE_BYTES = 64 * 1024;

  /** What the holes take at most: two digests, a number of 16 digits, a time, and quotes. */
  private static final int HOLE_BYTES = 2 * 66 + 16 + 26 + 1;

  private static final byte[] HASH_MEMBER =
      ("\"" + Hole.HASH.field() + "\":").getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int hash;
  private final int prevHash;
  private final int seq;
  private final int time;

  private Draft(byte[] bytes, Map<Hole, Integer> holes) {
    this.bytes = bytes;
    this.hash = requireNonNull(holes.get(Hole.HASH));
    this.prevHash = requireNonNull(holes.get(Hole.PREV_HASH));
    this.seq = requireNonNull(holes.get(Hole.SEQ));
    this.time = requireNonNull(holes.get(Hole.TIME));
  }

  /** Renders {@code record}, shortened as far as it must be to fit a line. */
  public static Draft of(AuditRecord record, HostIdentity host) {
    Struct fields = RecordFields.of(record, host);
    for (Hole hole : Hole.values()) {
      fields.put(hole.field(), hole);
    }
    for (Shortening round : Shortening.ROUNDS) {
      CanonicalJson json = new CanonicalJson(round).write(fields);
      List<String> cuts = json.cuts();
      if (!cuts.isEmpty()) {
        json = new CanonicalJson(round).write(fields.put("cut", cuts));
      }
      if (json.out().size() + HOLE_BYTES <= MAX_LINE_BYTES) {
        return new Draft(json.out().toArray(), json.holes());
      }
    }
    throw new IllegalStateException("the last round of shortening always fits");
  }

  /** Appends the line that follows {@code tip}, its line feed included, and returns the new tip. */
  public Tip complete(Tip tip, Instant when, MessageDigest sha256, LineBuffer out) {
    long number = tip.seq() + 1;
    byte[] prevText = quoted(tip.hash());
    byte[] seqText = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    byte[] timeText = quoted(AuditTime.format(when));

    sha256.update(bytes, 0, hash - HASH_MEMBER.length);
    int afterHashAndComma = hash + 1;
    sha256.update(bytes, afterHashAndComma, prevHash - afterHashAndComma);
    sha256.update(prevText);
    sha256.update(bytes, prevHash, seq - prevHash);
    sha256.update(seqText);
    sha256.update(bytes, seq, time - seq);
    sha256.update(timeText);
    sha256.update(bytes, time, bytes.length - time);
    String own = HexFormat.of().formatHex(sha256.digest());

    out.put(bytes, 0, hash);
    out.put(quoted(own));
    out.put(bytes, hash, prevHash - hash);
    out.put(prevText);
    out.put(bytes, prevHash, seq - prevHash);
    out.put(seqText);
    out.put(bytes, seq, time - seq);
    out.put(timeText);
    out.put(bytes, time, bytes.length - time);
    out.put((byte) '\n');
    return new Tip(number, own);
  }

  private static byte[] quoted(String ascii) {
    return ('"' + ascii + '"').getBytes(StandardCharsets.US_ASCII);
  }
}
