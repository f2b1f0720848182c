package dev.portcullis.host.sandbox.pool;

import java.util.Map;

/**
 * The pool at one moment.
 *
 * @param waiting sandboxes ready, by profile
 * @param leased sandboxes in use
 * @param all sandboxes that exist or are being made or removed
 * @param queued requests that wait
 */
public record PoolStatus(Map<String, Integer> waiting, int leased, int all, int queued) {
  public PoolStatus {
    waiting = Map.copyOf(waiting);
  }
}
