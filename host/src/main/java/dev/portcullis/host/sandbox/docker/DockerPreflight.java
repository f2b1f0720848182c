package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.PreflightCheck.Status;
import dev.portcullis.host.sandbox.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must hold of the engine and the profiles before anything runs in them. */
final class DockerPreflight {
  private static final long LEAST_FREE_BYTES = 1L << 30;
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private final DockerConfig config;
  private final List<Profile> profiles;
  private final Engine engine;
  private final List<PreflightCheck> checks = new ArrayList<>();

  DockerPreflight(DockerConfig config, List<Profile> profiles, Engine engine) {
    this.config = config;
    this.profiles = profiles;
    this.engine = engine;
  }

  List<PreflightCheck> run() throws InterruptedException {
    seccompProfile();
    pass("user", "sandboxes have user ids from " + config.firstUid() + " up, never 0");
    pass("network", "sandboxes have no network");
    try {
      Version version = engine.version();
      EngineFacts facts = engine.facts();
      pass("engine", "Docker " + version.getVersion() + ", API " + facts.apiVersion());
      Info info = engine.call("tell about itself", client -> client.infoCmd().exec());
      engineSeccomp(facts);
      appArmor(facts);
      rootless(facts);
      cgroups(info);
      disk(info);
      clock(info);
      for (Profile profile : profiles) {
        image(profile);
      }
    } catch (EngineUnavailableException away) {
      fail(
          "engine",
          away.getMessage() == null ? "not available" : away.getMessage(),
          "start Docker, and let this user use " + config.engine().socket());
    }
    return List.copyOf(checks);
  }

  private void seccompProfile() {
    try {
      if (config.seccomp().unchanged()) {
        pass("seccomp_profile", "sha256 " + config.seccomp().sha256());
      } else {
        fail(
            "seccomp_profile",
            "the profile changed since the host started",
            "restore it, or restart the host to use the new one");
      }
    } catch (IOException unreadable) {
      fail(
          "seccomp_profile",
          "the profile cannot be read any more: " + unreadable.getMessage(),
          "restore it");
    }
  }

  private void engineSeccomp(EngineFacts facts) {
    if (facts.seccomp()) {
      pass("seccomp", "the engine filters system calls");
    } else {
      fail("seccomp", "the engine does not support seccomp", "use a kernel and engine that do");
    }
  }

  private void appArmor(EngineFacts facts) {
    boolean used = facts.appArmor() && config.apparmor().isPresent();
    String found =
        facts.appArmor()
            ? config
                .apparmor()
                .map(name -> "profile `" + name + "`")
                .orElse("no profile configured")
            : "the engine's kernel has no AppArmor";
    if (used) {
      pass("apparmor", found);
    } else if (config.apparmorRequired()) {
      fail("apparmor", found, "enable AppArmor and load the profile, or do not require it");
    } else {
      warn("apparmor", found, "enable AppArmor and load the profile for one more layer");
    }
  }

  private void rootless(EngineFacts facts) {
    if (facts.rootless()) {
      pass("rootless", "the engine runs without root");
    } else if (config.rootlessRequired()) {
      fail("rootless", "the engine runs as root", "use a rootless engine, or do not require it");
    } else {
      pass("rootless", "the engine runs as root, and rootless is not required");
    }
  }

  private void cgroups(Info info) {
    List<String> missing = new ArrayList<>();
    Map<String, Boolean> needs =
        Map.of(
            "memory", Boolean.TRUE.equals(info.getMemoryLimit()),
            "swap", Boolean.TRUE.equals(info.getSwapLimit()),
            "CPU quota", Boolean.TRUE.equals(info.getCpuCfsQuota()),
            "pids", !Boolean.FALSE.equals(info.getRawValues().get("PidsLimit")));
    needs.forEach(
        (need, met) -> {
          if (!met) {
            missing.add(need);
          }
        });
    if (missing.isEmpty()) {
      pass("cgroups", "memory, swap, CPU and pids limits are honoured");
    } else {
      missing.sort(null);
      fail(
          "cgroups",
          "the engine cannot limit " + String.join(", ", missing),
          "enable these cgroup controllers in the kernel");
    }
  }

  private void disk(Info info) {
    String root = info.getDockerRootDir();
    if (root == null || !Files.isDirectory(Path.of(root))) {
      warn(
          "engine_disk",
          "the engine's disk cannot be seen from here",
          "watch the free space of the engine's data directory");
      return;
    }
    try {
      long free = Files.getFileStore(Path.of(root)).getUsableSpace();
      if (free >= LEAST_FREE_BYTES) {
        pass("engine_disk", (free >> 20) + " MiB free");
      } else {
        fail("engine_disk", (free >> 20) + " MiB free", "free at least 1 GiB for the engine");
      }
    } catch (IOException unreadable) {
      warn(
          "engine_disk",
          "the engine's free space cannot be read: " + unreadable.getMessage(),
          "watch the free space of the engine's data directory");
    }
  }

  private void clock(Info info) {
    try {
      Duration skew =
          Duration.between(Instant.parse(String.valueOf(info.getSystemTime())), Instant.now())
              .abs();
      if (skew.compareTo(MOST_SKEW) <= 0) {
        pass("clock", "within " + (skew.toSeconds() + 1) + " s of the engine's");
      } else {
        fail("clock", skew.toSeconds() + " s from the engine's", "synchronise the clocks");
      }
    } catch (DateTimeParseException unreadable) {
      warn("clock", "the engine does not tell its time", "compare the clocks by hand");
    }
  }

  private void image(Profile profile) throws EngineUnavailableException, InterruptedException {
    String name = "image_" + profile.name();
    InspectImageResponse image;
    try {
      image =
          engine.call(
              "inspect the image", client -> client.inspectImageCmd(profile.imageId()).exec());
    } catch (NotFoundException absent) {
      fail(name, "the engine has no image " + profile.imageId(), "build the profiles again");
      return;
    }
    Map<String, ?> volumes = image.getConfig() == null ? null : image.getConfig().getVolumes();
    if (!profile.imageId().equals(image.getId())) {
      fail(
          name,
          "the image is " + image.getId() + ", not the pinned one",
          "build the profiles again");
    } else if (volumes != null && !volumes.isEmpty()) {
      fail(
          name,
          "the image declares volumes, which would put the engine's disk into the sandbox",
          "remove `VOLUME` from its Dockerfile and its base");
    } else {
      pass(name, profile.imageId());
    }
  }

  private void pass(String name, String detail) {
    checks.add(new PreflightCheck(name, Status.PASS, detail, ""));
  }

  private void warn(String name, String detail, String remedy) {
    checks.add(new PreflightCheck(name, Status.WARN, detail, remedy));
  }

  private void fail(String name, String detail, String remedy) {
    checks.add(new PreflightCheck(name, Status.FAIL, detail, remedy));
  }
}
