package dev.portcullis.host.sandbox.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.host.sandbox.FakeSandboxDriver;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Samples;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong around a pool stays small. */
@Timeout(30)
class PoolFailureTest {
  private final Profile profile = Samples.profile("one", 2);

  @Test
  void refill_driverHasABug_isNotTriedAgainAtOnce() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (WarmPool pool = new WarmPool(new BrokenDriver(tries), List.of(profile), config(10))) {
      pool.start();
      while (tries.get() == 0) {
        Thread.sleep(5);
      }
      Thread.sleep(200);

      // Two refills at once, and a third that was let in while the first failed.
      assertThat(tries.get()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void lease_firstInLineGivesUp_theNextIsServed() throws Exception {
    SandboxSpec small = Samples.spec(profile);
    SandboxSpec large =
        new SandboxSpec(
            profile,
            Samples.withMemory(profile.defaults(), ByteSize.ofMebibytes(256)),
            Optional.empty());
    long memory = Room.footprint(large) + Room.footprint(small) - 1;
    try (FakeSandboxDriver driver = new FakeSandboxDriver();
        WarmPool pool = new WarmPool(driver, List.of(profile), config(10, memory));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Sandbox held = granted(pool.lease(small, "p", Duration.ofSeconds(10)))) {
      Future<Lease> first = threads.submit(() -> pool.lease(large, "p", Duration.ofMillis(300)));
      while (pool.status().queued() < 1) {
        Thread.sleep(5);
      }
      Future<Lease> second = threads.submit(() -> pool.lease(small, "p", Duration.ofSeconds(5)));

      assertThat(first.get()).isInstanceOf(Lease.Saturated.class);
      granted(second.get()).close();
      assertThat(held.isAlive()).isTrue();
    }
  }

  private static Sandbox granted(Lease lease) {
    return switch (lease) {
      case Lease.Granted(Sandbox sandbox) -> sandbox;
      case Lease.Saturated(var _) -> throw new AssertionError("the pool is saturated");
    };
  }

  private static PoolConfig config(int most) {
    return config(most, ByteSize.ofMebibytes(4096).bytes());
  }

  private static PoolConfig config(int most, long memory) {
    return new PoolConfig(
        most,
        new ByteSize(memory),
        3,
        10,
        4,
        2,
        Duration.ofMillis(20),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  private record BrokenDriver(AtomicInteger tries) implements SandboxDriver {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
      tries.incrementAndGet();
      throw new IllegalStateException("a bug of the client's");
    }

    @Override
    public List<PreflightCheck> preflight() {
      return List.of();
    }

    @Override
    public int sweep() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
