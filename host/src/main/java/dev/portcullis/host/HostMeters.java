package dev.portcullis.host;

import dev.portcullis.host.audit.index.FollowingIndex;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.pool.PoolStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What Prometheus is told of the host besides requests and executions. */
final class HostMeters {
  private HostMeters() {}

  /** Which build this is. */
  static void build(MeterRegistry registry, String version) {
    Gauge.builder("portcullis.build.info", () -> 1)
        .description("Always 1; the labels name the build")
        .tag("version", version)
        .tag("java", Integer.toString(Runtime.version().feature()))
        .register(registry);
  }

  /** How the pool stands; profiles are a closed set. */
  static void pool(MeterRegistry registry, List<Profile> profiles, Supplier<PoolStatus> status) {
    for (Profile profile : profiles) {
      String name = profile.name();
      Gauge.builder("portcullis.pool.waiting", () -> status.get().waiting().getOrDefault(name, 0))
          .description("Sandboxes that wait for work, by profile")
          .tag("profile", name)
          .register(registry);
    }
    Gauge.builder("portcullis.pool.leased", () -> status.get().leased())
        .description("Sandboxes in use")
        .register(registry);
    Gauge.builder("portcullis.pool.queued", () -> status.get().queued())
        .description("Requests that wait for a sandbox")
        .register(registry);
  }

  /** Whether the journal takes records. */
  static void journal(MeterRegistry registry, BooleanSupplier takesRecords) {
    Gauge.builder("portcullis.journal.up", () -> takesRecords.getAsBoolean() ? 1 : 0)
        .description("1 while the journal takes records, else 0")
        .register(registry);
  }

  /** How far the audit index is behind the journal. */
  static void index(MeterRegistry registry, Supplier<FollowingIndex.Status> status) {
    Gauge.builder(
            "portcullis.audit.index.lag",
            () -> Math.max(0, status.get().journal() - status.get().indexed()))
        .description("Records of the journal that cannot be found in the audit index yet")
        .register(registry);
  }

  /** Whether the kill switch is thrown. */
  static void halted(MeterRegistry registry, BooleanSupplier halted) {
    Gauge.builder("portcullis.halted", () -> halted.getAsBoolean() ? 1 : 0)
        .description("1 while the host is halted, else 0")
        .register(registry);
  }
}
