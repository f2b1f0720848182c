package dev.portcullis.host.sandbox.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.FakeSandboxDriver;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Samples;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WarmPoolTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final FakeSandboxDriver driver = new FakeSandboxDriver();
  private final Profile profile = Samples.profile("one", 2);
  private final List<WarmPool> pools = new ArrayList<>();

  @AfterEach
  void closePools() {
    pools.forEach(WarmPool::close);
    assertThat(driver.live()).isEmpty();
  }

  @Test
  void start_fillsToWhatTheProfileSays() throws Exception {
    WarmPool pool = started(config(10));

    until(() -> waiting(pool) == 2);
    assertThat(driver.created()).isEqualTo(2);
    assertThat(driver.live().getFirst().spec().standby()).isPresent();
  }

  @Test
  void lease_oneWaits_takesItAndRefills() throws Exception {
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);

    Sandbox sandbox = lease(pool, "p");

    assertThat(sandbox.spec().standby()).isPresent();
    until(() -> waiting(pool) == 2);
    assertThat(driver.created()).isEqualTo(3);
    sandbox.close();
    until(() -> driver.live().size() == 2);
  }

  @Test
  void close_anotherIsInUse_isRemovedOnlyWhenThatOneHasEnded() throws Exception {
    WarmPool pool = started(config(10, Duration.ofMinutes(1)));
    until(() -> waiting(pool) == 2);
    Sandbox running = lease(pool, "p");
    Sandbox ended = lease(pool, "p");

    ended.close();
    Thread.sleep(100);
    assertThat(driver.live()).hasSize(2);

    running.close();
    until(() -> driver.live().size() == 2 && waiting(pool) == 2);
    assertThat(driver.created()).isEqualTo(4);
  }

  @Test
  void close_somebodyWaitsForItsRoom_isRemovedAtOnce() throws Exception {
    WarmPool pool = pool(config(2, Duration.ofMinutes(1)), profile);
    Sandbox running = lease(pool, "p");
    Sandbox ended = lease(pool, "p");

    ended.close();

    try (Sandbox next = lease(pool, "p")) {
      assertThat(next.isAlive()).isTrue();
    }
    running.close();
  }

  @Test
  void lease_closed_neverComesBack() throws Exception {
    WarmPool pool = started(config(10));
    List<Integer> uids = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 20; i++) {
      try (Sandbox sandbox = lease(pool, "p")) {
        uids.add(sandbox.receipt().uid());
      }
    }
    assertThat(uids).doesNotHaveDuplicates();
  }

  @Test
  void lease_noneWaits_makesOneWithoutAStandby() throws Exception {
    WarmPool pool = pool(config(10), profile);

    try (Sandbox sandbox = lease(pool, "p")) {
      assertThat(sandbox.spec().standby()).isEmpty();
    }
  }

  @Test
  void lease_higherLimitsThanTheProfiles_makesOneOfThatSize() throws Exception {
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);
    SandboxSpec large =
        new SandboxSpec(
            profile,
            Samples.withMemory(profile.defaults(), ByteSize.ofMebibytes(128)),
            Optional.empty());

    try (Sandbox sandbox = granted(pool.lease(large, "p", PATIENT))) {
      assertThat(sandbox.spec().limits().memory()).isEqualTo(ByteSize.ofMebibytes(128));
    }
    assertThat(waiting(pool)).isEqualTo(2);
  }

  @Test
  void lease_smallerWorkspaceAndNoneWaits_makesOneWithTheUsualWorkspace() throws Exception {
    WarmPool pool = pool(config(10), profile);
    Limits usual = profile.defaults();
    Limits small =
        new Limits(
            usual.wall(),
            usual.cpu(),
            usual.memory(),
            usual.pids(),
            usual.output(),
            new ByteSize(4096));

    try (Sandbox sandbox =
        granted(pool.lease(new SandboxSpec(profile, small, Optional.empty()), "p", PATIENT))) {
      assertThat(sandbox.spec().limits().workspace()).isEqualTo(usual.workspace());
    }
    until(() -> pool.status().all() == 0);
  }

  @Test
  void lease_standbyTooLargeForLowerLimits_makesOneWithout() throws Exception {
    driver.standbysAreLarge();
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);
    SandboxSpec small =
        new SandboxSpec(
            profile,
            Samples.withMemory(profile.defaults(), ByteSize.ofMebibytes(8)),
            Optional.of(Samples.language()));

    try (Sandbox sandbox = granted(pool.lease(small, "p", PATIENT))) {
      assertThat(sandbox.spec().standby()).isEmpty();
      assertThat(sandbox.spec().limits().memory()).isEqualTo(ByteSize.ofMebibytes(8));
    }
  }

  @Test
  void lease_allInUse_isSaturatedAfterItsPatience() throws Exception {
    WarmPool pool = pool(config(1), profile);
    try (Sandbox held = lease(pool, "p")) {
      assertThat(held.isAlive()).isTrue();
      assertThat(pool.lease(spec(), "p", Duration.ofMillis(50)))
          .isInstanceOf(Lease.Saturated.class);
    }
    assertThat(pool.status().queued()).isZero();
  }

  @Test
  void lease_tooManyOfOnePrincipalWait_isSaturatedAtOnce() throws Exception {
    WarmPool pool = pool(config(1), profile);
    try (Sandbox held = lease(pool, "a");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(held.isAlive()).isTrue();
      List<Future<Lease>> queued = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        queued.add(threads.submit(() -> pool.lease(spec(), "a", PATIENT)));
      }
      until(() -> pool.status().queued() == 3);

      assertThat(pool.lease(spec(), "a", PATIENT)).isInstanceOf(Lease.Saturated.class);
      assertThat(pool.destroyAll()).isEqualTo(1);
      for (Future<Lease> each : queued) {
        assertThat(each.get()).isInstanceOf(Lease.Saturated.class);
      }
    }
  }

  @Test
  void lease_principalsWait_areServedInTurn() throws Exception {
    WarmPool pool = pool(config(1), profile);
    List<String> served = Collections.synchronizedList(new ArrayList<>());
    Sandbox held = lease(pool, "a");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> waiting = new ArrayList<>();
      for (String principal : List.of("a", "a", "a", "b", "c")) {
        waiting.add(
            threads.submit(
                () -> {
                  try (Sandbox sandbox = granted(pool.lease(spec(), principal, PATIENT))) {
                    return served.add(principal) && sandbox.isAlive();
                  }
                }));
        until(() -> pool.status().queued() == waiting.size());
      }
      held.close();
      for (Future<Boolean> each : waiting) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(served).containsExactly("a", "b", "c", "a", "a");
  }

  @Test
  void lease_memoryIsSpokenFor_waits() throws Exception {
    long one = Room.footprint(spec());
    PoolConfig config =
        new PoolConfig(
            10,
            new ByteSize(one * 2),
            3,
            10,
            4,
            2,
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));
    WarmPool pool = pool(config, profile);
    try (Sandbox first = lease(pool, "p");
        Sandbox second = lease(pool, "p")) {
      assertThat(first.receipt().uid()).isNotEqualTo(second.receipt().uid());
      assertThat(pool.lease(spec(), "p", Duration.ofMillis(50)))
          .isInstanceOf(Lease.Saturated.class);
    }
    try (Sandbox third = lease(pool, "p")) {
      assertThat(third.isAlive()).isTrue();
    }
  }

  @Test
  void lease_roomIsTakenByWaitingOnes_oneMakesWay() throws Exception {
    Profile other = Samples.profile("other", 0);
    WarmPool pool = pool(config(2), profile, other);
    pool.start();
    until(() -> waiting(pool) == 2);

    try (Sandbox sandbox = granted(pool.lease(Samples.spec(other), "p", PATIENT))) {
      assertThat(sandbox.spec().profile()).isEqualTo(other);
    }
  }

  @Test
  void lease_neverFits_saysSo() {
    WarmPool pool =
        pool(
            new PoolConfig(
                10,
                new ByteSize(1),
                3,
                10,
                4,
                2,
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofMillis(50),
                Duration.ofSeconds(1)),
            profile);

    assertThatThrownBy(() -> pool.lease(spec(), "p", PATIENT))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("more memory");
  }

  @Test
  void lease_deadOneWaits_isNotHandedOut() throws Exception {
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);
    driver.live().forEach(driver::kill);

    try (Sandbox sandbox = lease(pool, "p")) {
      assertThat(sandbox.isAlive()).isTrue();
    }
  }

  @Test
  void caretaker_deadOneWaits_isReplaced() throws Exception {
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);
    driver.live().forEach(driver::kill);

    until(() -> driver.live().size() == 2 && driver.live().stream().allMatch(Sandbox::isAlive));
    assertThat(driver.created()).isEqualTo(4);
  }

  @Test
  void caretaker_oldOneWaits_isReplaced() throws Exception {
    PoolConfig config =
        new PoolConfig(
            10,
            ByteSize.ofMebibytes(4096),
            3,
            10,
            4,
            2,
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));
    started(config);

    until(() -> driver.created() >= 3);
  }

  @Test
  void lease_engineAway_failsFastAndDoesNotTryAgainAtOnce() throws Exception {
    driver.engineAway("gone");
    WarmPool pool = started(config(10));
    assertThatThrownBy(() -> pool.lease(spec(), "p", PATIENT))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessage("gone");
    driver.engineAway(null);
    until(() -> waiting(pool) == 2);

    try (Sandbox sandbox = lease(pool, "p")) {
      assertThat(sandbox.isAlive()).isTrue();
    }
  }

  @Test
  void lease_everyReceiptDiffers_saysSo() {
    driver.drifting("the root is writable");
    WarmPool pool = pool(config(10), profile);

    assertThatThrownBy(() -> pool.lease(spec(), "p", PATIENT))
        .isInstanceOf(ReceiptDriftException.class)
        .hasMessage("the root is writable");
    assertThat(pool.status().all()).isZero();
  }

  @Test
  void lease_interrupted_leavesTheLine() throws Exception {
    WarmPool pool = pool(config(1), profile);
    try (Sandbox held = lease(pool, "p")) {
      assertThat(held.isAlive()).isTrue();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Lease> waiting = threads.submit(() -> pool.lease(spec(), "p", PATIENT));
        until(() -> pool.status().queued() == 1);
        waiting.cancel(true);
        until(() -> pool.status().queued() == 0);
      }
    }
    until(() -> pool.status().all() == 0);
  }

  @Test
  void lease_twentyAtOnce_allGetTheirOwn() throws Exception {
    driver.creationTakes(Duration.ofMillis(5));
    WarmPool pool =
        started(
            new PoolConfig(
                6,
                ByteSize.ofMebibytes(4096),
                50,
                50,
                4,
                2,
                Duration.ofMillis(10),
                Duration.ofMinutes(1),
                Duration.ofMillis(50),
                Duration.ofSeconds(1)));
    List<Future<Integer>> uids = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String principal = "p" + i % 3;
        uids.add(
            threads.submit(
                () -> {
                  try (Sandbox sandbox = granted(pool.lease(spec(), principal, PATIENT))) {
                    assertThat(pool.status().all()).isLessThanOrEqualTo(6);
                    Samples.run(sandbox, Samples.program(profile, "sleep 5"));
                    return sandbox.receipt().uid();
                  }
                }));
      }
      List<Integer> all = new ArrayList<>();
      for (Future<Integer> uid : uids) {
        all.add(uid.get());
      }
      assertThat(all).hasSize(20).doesNotHaveDuplicates();
    }
    until(() -> pool.status().all() == 2 && waiting(pool) == 2);
  }

  @Test
  void close_whileInUse_endsEverything() throws Exception {
    WarmPool pool = started(config(10));
    until(() -> waiting(pool) == 2);
    Sandbox held = lease(pool, "p");

    pool.close();

    assertThat(held.isAlive()).isFalse();
    assertThat(driver.live()).isEmpty();
    assertThat(pool.status().all()).isZero();
    assertThat(pool.lease(spec(), "p", PATIENT)).isInstanceOf(Lease.Saturated.class);
  }

  private SandboxSpec spec() {
    return Samples.spec(profile);
  }

  private Sandbox lease(WarmPool pool, String principal) throws Exception {
    return granted(pool.lease(spec(), principal, PATIENT));
  }

  private static Sandbox granted(Lease lease) {
    return switch (lease) {
      case Lease.Granted(Sandbox sandbox) -> sandbox;
      case Lease.Saturated(var _) -> throw new AssertionError("the pool is saturated");
    };
  }

  private WarmPool started(PoolConfig config) {
    WarmPool pool = pool(config, profile);
    pool.start();
    return pool;
  }

  private WarmPool pool(PoolConfig config, Profile... profiles) {
    WarmPool pool = new WarmPool(driver, List.of(profiles), config);
    pools.add(pool);
    return pool;
  }

  private static PoolConfig config(int most) {
    return config(most, Duration.ofMillis(20));
  }

  private static PoolConfig config(int most, Duration patience) {
    return new PoolConfig(
        most,
        ByteSize.ofMebibytes(4096),
        3,
        10,
        4,
        2,
        patience,
        Duration.ofMinutes(1),
        Duration.ofMillis(50),
        Duration.ofSeconds(1));
  }

  private int waiting(WarmPool pool) {
    return pool.status().waiting().getOrDefault(profile.name(), 0);
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    while (!holds.getAsBoolean()) {
      Thread.sleep(5);
    }
  }
}
