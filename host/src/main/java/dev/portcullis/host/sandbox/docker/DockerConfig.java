package dev.portcullis.host.sandbox.docker;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.host.sandbox.runner.ArtifactBounds;
import java.time.Duration;
import java.util.Optional;

/**
 * How sandboxes are made.
 *
 * @param instanceId whose containers these are; the value of their ownership label
 * @param engine where the engine listens
 * @param firstUid the lowest user id of a sandbox, above 0
 * @param lastUid the highest; there are at most as many sandboxes at once as ids
 * @param seccomp the filter of every sandbox
 * @param apparmor the AppArmor profile, used where the engine has AppArmor
 * @param apparmorRequired whether to refuse where it cannot be used
 * @param rootlessRequired whether to refuse an engine that runs as root
 * @param cpuMillis processor time of a sandbox, 1000 being one whole processor
 * @param callTimeout the longest wait for one answer of the engine
 * @param startTimeout from a container's start until its runner is ready, its interpreter warm
 * @param artifacts what one program may leave
 */
public record DockerConfig(
    String instanceId,
    EngineAddress engine,
    int firstUid,
    int lastUid,
    SeccompProfile seccomp,
    Optional<String> apparmor,
    boolean apparmorRequired,
    boolean rootlessRequired,
    int cpuMillis,
    Duration callTimeout,
    Duration startTimeout,
    ArtifactBounds artifacts) {
  public DockerConfig {
    if (instanceId.isBlank()) {
      throw new IllegalArgumentException("a host has an instance id");
    }
    if (cpuMillis < 10) {
      throw new IllegalArgumentException("a sandbox gets at least 10 thousandths of a processor");
    }
  }

  /** What holds where nothing else was configured. */
  public static DockerConfig defaults(String instanceId, SeccompProfile seccomp) {
    return new DockerConfig(
        instanceId,
        EngineAddress.DEFAULT,
        200_000,
        265_535,
        seccomp,
        Optional.empty(),
        false,
        false,
        1000,
        Duration.ofSeconds(15),
        Duration.ofSeconds(20),
        new ArtifactBounds(64, ByteSize.ofMebibytes(16)));
  }

  /** The same, with another engine. */
  public DockerConfig withEngine(EngineAddress other) {
    return new DockerConfig(
        instanceId,
        other,
        firstUid,
        lastUid,
        seccomp,
        apparmor,
        apparmorRequired,
        rootlessRequired,
        cpuMillis,
        callTimeout,
        startTimeout,
        artifacts);
  }
}
