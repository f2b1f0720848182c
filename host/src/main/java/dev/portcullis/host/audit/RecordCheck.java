package dev.portcullis.host.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
      if (!isCanonical(line)) {
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

  private static boolean isCanonical(byte[] line) throws UnreadableLineException {
    Object value = value(RecordJson.parse(line));
    byte[] canonical = new CanonicalJson(Shortening.NONE).write(value).out().toArray();
    return Arrays.equals(line, canonical);
  }

  private static @Nullable Object value(JsonNode node) throws UnreadableLineException {
    if (node.isObject()) {
      TreeMap<String, @Nullable Object> members = new TreeMap<>();
      for (var member : node.properties()) {
        members.put(member.getKey(), value(member.getValue()));
      }
      return members;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (JsonNode element : node) {
        elements.add(value(element));
      }
      return elements;
    }
    if (node.isNumber()) {
      if (!node.isIntegralNumber() || !node.canConvertToLong()) {
        throw new UnreadableLineException("it has a number that is not whole, or too large");
      }
      return node.longValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.textValue();
  }
}
