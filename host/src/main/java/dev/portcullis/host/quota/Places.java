package dev.portcullis.host.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * How many at once: the places of one key in a table, which holds only keys of which one is taken,
 * so that it is never larger than what runs.
 */
record Places(ConcurrentMap<Bounded, Integer> table, Bounded key, int most) implements Counter {
  /** When one leaves is not known beforehand. */
  private static final Duration SOON = Duration.ofSeconds(1);

  @Override
  public Optional<Duration> take() {
    boolean[] full = {false};
    table.compute(
        key,
        (_, taken) -> {
          full[0] = taken != null && taken >= most;
          return taken == null ? 1 : full[0] ? taken : Integer.valueOf(taken + 1);
        });
    return full[0] ? Optional.of(SOON) : Optional.empty();
  }

  @Override
  public void leave() {
    table.compute(key, (_, taken) -> taken == null || taken == 1 ? null : taken - 1);
  }

  @Override
  public void undo() {
    leave();
  }

  @Override
  public long remaining() {
    return Math.max(0, most - table.getOrDefault(key, 0));
  }
}
