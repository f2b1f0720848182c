package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A stretch of time in milliseconds since 1970. */
record Span(long from, long to) {
  static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

  /** As records tell time: what is later within a millisecond is not before it. */
  static Span of(Optional<Instant> from, Optional<Instant> to) {
    return new Span(
        from.map(Span::ceiling).orElse(Long.MIN_VALUE),
        to.map(Span::ceiling).orElse(Long.MAX_VALUE));
  }

  private static long ceiling(Instant time) {
    Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
    return whole.equals(time) ? time.toEpochMilli() : time.toEpochMilli() + 1;
  }

  boolean contains(long time) {
    return from <= time && time < to;
  }

  /** Whether it holds all of that one. */
  boolean covers(long earliest, long latest) {
    return from <= earliest && latest < to;
  }

  boolean isEmpty() {
    return from >= to;
  }

  Span and(Span other) {
    return new Span(Math.max(from, other.from), Math.min(to, other.to));
  }
}
