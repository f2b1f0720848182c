package dev.portcullis.host.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies what JSON can hold, so that a record does not change when its maker's maps do. */
final class JsonValues {
  /** Deeper nesting is a mistake of the maker, and would cost stack. */
  private static final int MAX_DEPTH = 32;

  private JsonValues() {}

  /**
   * A deep, unmodifiable copy.
   *
   * @throws IllegalArgumentException if a value is nothing JSON can hold, or nests too deep
   */
  static Map<String, Object> copyOf(Map<String, Object> values) {
    return copyOf(values, 0);
  }

  private static Map<String, Object> copyOf(Map<?, ?> values, int depth) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException("a JSON object's keys are text");
          }
          copy.put(name, copyOf(value, depth + 1));
        });
    return asNullFree(Collections.unmodifiableMap(copy));
  }

  private static @Nullable Object copyOf(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH);
    }
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean truth -> truth;
      case Number number -> number;
      case Map<?, ?> map -> copyOf(map, depth);
      case List<?> list -> copyOf(list, depth);
      default ->
          throw new IllegalArgumentException("JSON does not hold a " + value.getClass().getName());
    };
  }

  private static List<@Nullable Object> copyOf(List<?> values, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(values.size());
    for (Object value : values) {
      copy.add(copyOf(value, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  // JSON null is a value of these maps; their type says Object so that callers may use Map.of.
  @SuppressWarnings("NullAway")
  private static Map<String, Object> asNullFree(Map<String, @Nullable Object> map) {
    return map;
  }
}
