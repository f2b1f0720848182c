package dev.portcullis.governor.when;

import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One of our objects as expressions see it; nothing is copied. */
@SuppressWarnings(
    "Immutable") // what it views are records of immutable parts, not annotated as such
final class View<T> extends StructValue<String, Object> {
  private final Shape<T> shape;
  private final T subject;

  View(Shape<T> shape, T subject) {
    this.shape = shape;
    this.subject = subject;
  }

  /** A list as expressions see it, each item turned when it is asked for. */
  static <T> List<Object> list(List<T> items, Function<T, Object> turn) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return turn.apply(items.get(index));
      }

      @Override
      public int size() {
        return items.size();
      }
    };
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return shape.type();
  }

  @Override
  public Object select(String field) {
    return shape.select(subject, field);
  }

  @Override
  public Optional<?> find(String field) {
    return shape.find(subject, field);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof View<?> view && view.subject.equals(subject);
  }

  @Override
  public int hashCode() {
    return subject.hashCode();
  }
}
