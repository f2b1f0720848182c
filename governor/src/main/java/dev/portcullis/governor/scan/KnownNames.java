package dev.portcullis.governor.scan;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of one language that are signs of something. A name that ends in {@code *} stands for all
 * that begin like it.
 */
final class KnownNames {
  private final Map<String, Sign> exact = new HashMap<>();
  private final Map<String, Sign> beginnings = new HashMap<>();
  private final Set<String> decoders = new HashSet<>();
  private final BitSet lengths = new BitSet();

  KnownNames with(Sign sign, String... names) {
    for (String name : names) {
      if (name.endsWith("*")) {
        beginnings.put(name.substring(0, name.length() - 1), sign);
        lengths.set(name.length() - 1);
      } else {
        exact.put(name, sign);
      }
    }
    return this;
  }

  /** Functions that turn encoded text into a program, if it is run afterwards. */
  KnownNames decodedBy(String... names) {
    decoders.addAll(List.of(names));
    return this;
  }

  Optional<Sign> signOf(String name) {
    @Nullable Sign sign = exact.get(name);
    int length = lengths.previousSetBit(name.length());
    while (sign == null && length > 0) {
      sign = beginnings.get(name.substring(0, length));
      length = lengths.previousSetBit(length - 1);
    }
    return Optional.ofNullable(sign);
  }

  boolean isDecoder(String name) {
    return decoders.contains(name);
  }
}
