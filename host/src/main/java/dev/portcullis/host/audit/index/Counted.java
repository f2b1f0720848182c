package dev.portcullis.host.audit.index;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The form of the counts of one dimension: terms, each followed by how many have it. */
final class Counted {
  /** The codes of the dimensions that are counted. */
  static final Set<Integer> CODES =
      Arrays.stream(Dimension.values())
          .filter(Dimension::isCounted)
          .map(Dimension::code)
          .collect(Collectors.toUnmodifiableSet());

  private Counted() {}

  /** Takes one count. */
  interface Taker {
    void take(int term, int count);
  }

  static byte[] toBytes(Map<Integer, Integer> counts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8 * counts.size());
    counts.forEach(
        (term, count) -> {
          Packed.put(out, term);
          Packed.put(out, count);
        });
    return out.toByteArray();
  }

  static void each(byte[] bytes, Taker taker) {
    Packed.Reader reader = new Packed.Reader(bytes);
    while (reader.hasMore()) {
      taker.take((int) reader.next(), (int) reader.next());
    }
  }
}
