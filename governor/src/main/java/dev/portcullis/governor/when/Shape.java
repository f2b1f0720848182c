package dev.portcullis.governor.when;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A type of object in expressions, backed by {@code T}: the names and types of its fields. */
final class Shape<T> {
  /**
   * @param get null where the field is not set; then {@code has} is false and {@code unset} is read
   */
  private record Field<T>(CelType type, Object unset, Function<T, @Nullable Object> get) {}

  private final Map<String, Field<T>> fields;
  private final StructType type;

  private Shape(String name, Map<String, Field<T>> fields) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    fields.forEach((field, what) -> types.put(field, what.type()));
    ImmutableMap<String, CelType> typeOf = types.buildOrThrow();
    this.type =
        StructType.create(name, typeOf.keySet(), field -> Optional.ofNullable(typeOf.get(field)));
  }

  static <T> Builder<T> named(String name) {
    return new Builder<>(name);
  }

  StructType type() {
    return type;
  }

  /** The names of its fields. */
  List<String> fields() {
    return List.copyOf(fields.keySet());
  }

  /** The value of a field that is set. */
  Optional<Object> find(T subject, String field) {
    return Optional.ofNullable(known(field).get().apply(subject));
  }

  /** The value of a field, or what it reads as while it is not set. */
  Object select(T subject, String field) {
    Object value = known(field).get().apply(subject);
    return value == null ? known(field).unset() : value;
  }

  private Field<T> known(String field) {
    Field<T> known = fields.get(field);
    if (known == null) {
      throw new IllegalArgumentException("the type check lets no field `" + field + "` through");
    }
    return known;
  }

  static final class Builder<T> {
    private final String name;
    private final Map<String, Field<T>> fields = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** A field that is always set. */
    Builder<T> field(String field, CelType type, Function<T, @Nullable Object> get) {
      fields.put(field, new Field<>(type, "", get));
      return this;
    }

    /** A field that may not be set. */
    Builder<T> optional(String field, CelType type, Object unset, Function<T, Optional<?>> get) {
      fields.put(field, new Field<>(type, unset, subject -> get.apply(subject).orElse(null)));
      return this;
    }

    Shape<T> build() {
      return new Shape<>(name, fields);
    }
  }
}
