package dev.portcullis.host.audit.line;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 8785 canonical JSON of text, whole numbers, booleans, null, lists and maps, shortening
 * as it goes. A number that is not whole, or not exact in an IEEE double, is written as text; an
 * unpaired surrogate as U+FFFD.
 */
final class CanonicalJson {
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final Shortening shortening;
  private final JsonBytes out = new JsonBytes();
  private final Map<Hole, Integer> holes = new EnumMap<>(Hole.class);
  private final TreeSet<String> cuts = new TreeSet<>();
  private final List<String> path = new ArrayList<>();

  CanonicalJson(Shortening shortening) {
    this.shortening = shortening;
  }

  /** What was written so far. */
  JsonBytes out() {
    return out;
  }

  /** At which offset the value of each hole belongs. */
  Map<Hole, Integer> holes() {
    return holes;
  }

  /** The places that were shortened, at most {@link Shortening#NAMED_PLACES} and a {@code …}. */
  List<String> cuts() {
    List<String> named = new ArrayList<>();
    for (String place : cuts) {
      if (named.size() == Shortening.NAMED_PLACES) {
        named.add("…");
        break;
      }
      named.add(place);
    }
    return named;
  }

  CanonicalJson write(@Nullable Object value) {
    value(value, 0);
    return this;
  }

  private void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.raw("null");
      case Boolean truth -> out.raw(truth.toString());
      case Integer number -> out.raw(number.toString());
      case Long number when -MAX_EXACT <= number && number <= MAX_EXACT ->
          out.raw(number.toString());
      case Number number -> text(number.toString());
      case String text -> text(text);
      case Struct struct -> members(struct.members(), depth);
      case Map<?, ?> map -> freeMap(map, depth + 1);
      case Collection<?> list -> list(list, depth + 1);
      case Hole hole -> holes.put(hole, out.size());
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
  }

  private void text(String text) {
    if (text.length() <= shortening.text()) {
      out.text(text, text.length(), "");
      return;
    }
    int end = shortening.text();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    out.text(text, end, "…[+" + (text.length() - end) + "]");
    cut();
  }

  private void members(SortedMap<String, ?> members, int depth) {
    out.raw('{');
    boolean first = true;
    for (Map.Entry<String, ?> member : members.entrySet()) {
      first = comma(first);
      member(member.getKey(), member.getValue(), depth);
    }
    out.raw('}');
  }

  private void freeMap(Map<?, ?> map, int depth) {
    SortedMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put((String) key, value));
    out.raw('{');
    boolean first = true;
    int left = depth > shortening.depth() ? 0 : shortening.items();
    for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
      // A key is dropped rather than cut: a cut one could collide with another, or sort elsewhere.
      if (left == 0 || !isWritableKey(member.getKey())) {
        cut();
        continue;
      }
      left--;
      first = comma(first);
      member(member.getKey(), member.getValue(), depth);
    }
    out.raw('}');
  }

  private void list(Collection<?> list, int depth) {
    out.raw('[');
    boolean first = true;
    int left = depth > shortening.depth() ? 0 : shortening.items();
    for (Object element : list) {
      if (left-- == 0) {
        cut();
        break;
      }
      first = comma(first);
      value(element, depth);
    }
    out.raw(']');
  }

  private void member(String key, @Nullable Object value, int depth) {
    out.text(key, key.length(), "");
    out.raw(':');
    path.add(key);
    value(value, depth);
    path.removeLast();
  }

  private boolean comma(boolean first) {
    if (!first) {
      out.raw(',');
    }
    return false;
  }

  private boolean isWritableKey(String key) {
    return key.length() <= shortening.key()
        && key.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private void cut() {
    cuts.add(String.join(".", path));
  }
}
