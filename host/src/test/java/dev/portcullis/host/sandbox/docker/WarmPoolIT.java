package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Samples;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.pool.PoolConfig;
import dev.portcullis.host.sandbox.pool.WarmPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pool over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmPoolIT {
  private static final int LEASES = 20;

  private final RealEngine real = new RealEngine();

  @BeforeAll
  void connect() throws Exception {
    real.connect();
  }

  @AfterAll
  void close() {
    real.close();
  }

  @Test
  void lease_twentyAtOnce_eachGetsItsOwnAndNothingIsLeft() throws Exception {
    Profile profile = real.offer("python").profile();
    List<Integer> uids = new ArrayList<>();
    try (WarmPool pool =
            new WarmPool(real.driver(), List.of(profile), PoolConfig.defaults(8, LEASES));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pool.start();
      List<Future<Integer>> leases = new ArrayList<>();
      for (int i = 0; i < LEASES; i++) {
        String line = "program " + i;
        leases.add(threads.submit(() -> run(pool, profile, line)));
      }
      for (Future<Integer> lease : leases) {
        uids.add(lease.get());
      }
    }
    assertThat(uids).hasSize(LEASES).doesNotHaveDuplicates();
    try (Engine engine = real.engine()) {
      List<Container> left =
          engine.call(
              "list",
              client ->
                  client
                      .listContainersCmd()
                      .withShowAll(true)
                      .withLabelFilter(Map.of(ContainerPlan.HOME_LABEL, real.config().instanceId()))
                      .exec());
      assertThat(left).isEmpty();
    }
  }

  private static int run(WarmPool pool, Profile profile, String line) throws Exception {
    Lease lease = pool.lease(Samples.spec(profile), "somebody", Duration.ofMinutes(2));
    if (!(lease instanceof Lease.Granted(Sandbox sandbox))) {
      throw new AssertionError("no sandbox: " + lease);
    }
    try (sandbox) {
      Samples.Ran ran = Samples.run(sandbox, Samples.program(profile, "print('" + line + "')"));
      assertThat(ran.stdout()).isEqualTo(line + "\n");
      return sandbox.receipt().uid();
    }
  }
}
