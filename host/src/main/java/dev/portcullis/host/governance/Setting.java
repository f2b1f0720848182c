package dev.portcullis.host.governance;

import java.time.Instant;
import java.util.Optional;

/**
 * One part of the configuration: what stands, and what is in force in its stead for a time.
 *
 * @param standing in force where nothing temporary is, and again when that has expired
 */
public record Setting<T>(T standing, Optional<Temporary<T>> temporary) {
  /** A value that is in force until a time, which is no longer part of it. */
  public record Temporary<T>(T value, Instant until) {}

  /** What stands until it is changed. */
  public static <T> Setting<T> of(T standing) {
    return new Setting<>(standing, Optional.empty());
  }

  /** What is in force. */
  public T value() {
    return temporary.isPresent() ? temporary.get().value() : standing;
  }

  /** The same with another value: for good, or until a time and then what stands now. */
  public Setting<T> with(T value, Optional<Instant> until) {
    return until.isPresent()
        ? new Setting<>(standing, Optional.of(new Temporary<>(value, until.get())))
        : of(value);
  }

  /** The same without what has expired by {@code now}. */
  public Setting<T> at(Instant now) {
    return temporary.isPresent() && !now.isBefore(temporary.get().until()) ? of(standing) : this;
  }
}
