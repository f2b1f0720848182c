package dev.portcullis.host;

import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.execution.Preflight;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.PreflightCheck.Status;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold before anything runs: the host's own conditions, then the engine's. */
final class HostChecks implements Preflight.Checks {
  private static final long LEAST_FREE_BYTES = 256L << 20;

  private final Home home;
  private final HostConfig config;
  private final ProfileCatalog catalog;
  private final Optional<SandboxDriver> driver;

  /** Without a driver it is a gateway, which runs nothing. */
  HostChecks(Home home, HostConfig config, ProfileCatalog catalog, Optional<SandboxDriver> driver) {
    this.home = home;
    this.config = config;
    this.catalog = catalog;
    this.driver = driver;
  }

  @Override
  public List<PreflightCheck> run() throws InterruptedException {
    List<PreflightCheck> checks = new ArrayList<>();
    if (driver.isEmpty()) {
      checks.add(
          new PreflightCheck(
              "execution_enabled",
              Status.FAIL,
              "this is a gateway: it decides and records, and runs nothing",
              "start `portcullis daemon` instead"));
      return checks;
    }
    checks.add(enabled());
    checks.add(images());
    checks.add(disk());
    checks.addAll(driver.get().preflight());
    return checks;
  }

  private PreflightCheck enabled() {
    return config.execution().enabled()
        ? passed("execution_enabled", "programs may run")
        : new PreflightCheck(
            "execution_enabled",
            Status.FAIL,
            "running programs is switched off in config.toml",
            "set `enabled = true` under [execution] and restart");
  }

  private PreflightCheck images() {
    return catalog.profiles().isEmpty()
        ? new PreflightCheck(
            "profiles",
            Status.FAIL,
            home.images() + " pins no image",
            "build the images: `portcullis up` from a checkout, or `sandbox-profiles/build`")
        : passed("profiles", catalog.profiles().size() + " profiles");
  }

  private PreflightCheck disk() {
    long free = new File(home.root().toString()).getUsableSpace();
    String found = (free >> 20) + " MiB free under " + home.root();
    return free < LEAST_FREE_BYTES
        ? new PreflightCheck(
            "disk_headroom",
            Status.FAIL,
            found,
            "free at least " + (LEAST_FREE_BYTES >> 20) + " MiB")
        : passed("disk_headroom", found);
  }

  private static PreflightCheck passed(String name, String found) {
    return new PreflightCheck(name, Status.PASS, found, "");
  }
}
