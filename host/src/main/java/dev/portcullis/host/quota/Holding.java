package dev.portcullis.host.quota;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one request was counted in. It is let go of once: when the request has ended, or when
 * nothing came of it; what comes later changes nothing.
 */
public final class Holding {
  /** Of a request that no bound is about. */
  public static final Holding NOTHING = new Holding(List.of(), List.of());

  private final List<Counter> counters;
  private final List<Standing> standings;
  private final AtomicBoolean held = new AtomicBoolean(true);

  Holding(List<Counter> counters, List<Standing> standings) {
    this.counters = List.copyOf(counters);
    this.standings = List.copyOf(standings);
  }

  /** How the caller stood with the bounds that are nearest, once it was counted in. */
  public List<Standing> standings() {
    return standings;
  }

  /** The request has ended: others may have its places. How often it came stays counted. */
  public void release() {
    if (held.getAndSet(false)) {
      counters.forEach(Counter::leave);
    }
  }

  /** Nothing came of the request, so it was as if it had not come. */
  public void giveBack() {
    if (held.getAndSet(false)) {
      counters.forEach(Counter::undo);
    }
  }
}
