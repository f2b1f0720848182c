package dev.portcullis.host;

import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.lifecycle.Closing;
import dev.portcullis.host.lifecycle.Repeating;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.docker.DockerConfig;
import dev.portcullis.host.sandbox.docker.DockerDriver;
import dev.portcullis.host.sandbox.docker.EngineAddress;
import dev.portcullis.host.sandbox.docker.SeccompProfile;
import dev.portcullis.host.sandbox.pool.PoolConfig;
import dev.portcullis.host.sandbox.pool.WarmPool;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver, the pool over it, and the sweeper that removes what neither owns: whatever a host
 * that was killed left behind, and what an engine that was away could not be asked to remove.
 */
record Engine(SandboxDriver driver, WarmPool pool, String seccompSha256) {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(60);

  /** Opens all three; works while the engine is away, which preflight then says. */
  static Engine open(
      HostConfig config,
      String instance,
      ProfileCatalog catalog,
      MeterRegistry meters,
      Closing parts)
      throws IOException, InterruptedException {
    SeccompProfile seccomp = SeccompProfile.bundled();
    DockerDriver driver =
        parts.add(
            "driver",
            new DockerDriver(dockerConfig(config, instance, seccomp), catalog.profiles()));
    sweep(driver);
    Repeating sweeper =
        parts.add("sweeper", new Repeating("sweeper", SWEEP_EVERY, () -> sweep(driver)));
    sweeper.start();
    WarmPool pool =
        parts.add(
            "pool",
            new WarmPool(
                driver,
                catalog.profiles(),
                PoolConfig.defaults(
                    config.sandbox().most(), config.execution().queuedPerPrincipal())));
    if (config.execution().enabled()) {
      pool.start();
    }
    HostMeters.pool(meters, catalog.profiles(), pool::status);
    return new Engine(driver, pool, seccomp.sha256());
  }

  private static void sweep(SandboxDriver driver) throws InterruptedException {
    try {
      driver.sweep();
    } catch (EngineUnavailableException away) {
      LOG.warn("nothing was swept: {}", away.getMessage());
    }
  }

  private static DockerConfig dockerConfig(
      HostConfig config, String instance, SeccompProfile seccomp) {
    DockerConfig defaults = DockerConfig.defaults(instance, seccomp);
    HostConfig.Sandbox sandbox = config.sandbox();
    return new DockerConfig(
        instance,
        EngineAddress.parse(sandbox.engine()),
        sandbox.firstUid(),
        sandbox.lastUid(),
        seccomp,
        Optional.of("portcullis-sandbox"),
        sandbox.requireApparmor(),
        sandbox.requireRootless(),
        sandbox.cpus(),
        defaults.callTimeout(),
        defaults.startTimeout(),
        defaults.artifacts());
  }
}
