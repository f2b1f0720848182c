package dev.portcullis.host.http.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times requests by method, route template and status. */
public final class HttpMeters {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  /** Counting into {@code registry}. */
  public HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Notes one answer.
   *
   * @param route the template of a route, never what the caller asked for
   */
  public void answered(String method, String route, int status, long nanos) {
    var key = new Key(METHODS.contains(method) ? method : "other", route, status);
    timers.computeIfAbsent(key, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("portcullis.http.requests")
        .description("Requests answered, by route template and status")
        .tag("method", key.method)
        .tag("route", key.route)
        .tag("status", Integer.toString(key.status))
        .register(registry);
  }

  private record Key(String method, String route, int status) {}
}
