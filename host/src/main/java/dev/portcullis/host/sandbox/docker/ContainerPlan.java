package dev.portcullis.host.sandbox.docker;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one container must be, in numbers. It is created from this, and both receipts are compared
 * with this.
 *
 * @param sandboxId tells this container from the others of this host
 * @param uid user and group id inside
 * @param memoryBytes of the cgroup: what the program may have, and what its files may take, since
 *     tmpfs pages are charged to it, and what the runner needs
 * @param pids of the cgroup: the program's and the runner
 * @param appArmorLabel what the runner must find itself confined by, if known
 */
record ContainerPlan(
    String sandboxId,
    String home,
    String profile,
    String imageId,
    int uid,
    List<String> entrypoint,
    long memoryBytes,
    long pids,
    long cpuQuotaUs,
    long workspaceBytes,
    long tmpBytes,
    long sharedMemoryBytes,
    long fileBytes,
    boolean executable,
    List<String> securityOptions,
    Optional<String> appArmorLabel) {
  static final String HOSTNAME = "sandbox";
  static final String HOME_LABEL = "dev.portcullis.home";
  static final String PROFILE_LABEL = "dev.portcullis.profile";
  static final String SANDBOX_LABEL = "dev.portcullis.sandbox";
  static final long CPU_PERIOD_US = 100_000;
  static final long OPEN_FILES = 1024;

  private static final String RUNNER = "/.portcullis/runner";
  private static final long RUNNER_MEMORY_BYTES = 16L << 20;
  private static final long RUNNER_PIDS = 1;
  private static final long PAGE_BYTES = 4096;

  /** Plans the container of one sandbox. */
  static ContainerPlan of(
      SandboxSpec spec, DockerConfig config, EngineFacts engine, String sandboxId, int uid) {
    Profile profile = spec.profile();
    List<String> entrypoint = new ArrayList<>();
    entrypoint.add(RUNNER);
    List<String> standby = spec.standby().map(Language::standby).orElse(List.of());
    if (!standby.isEmpty()) {
      entrypoint.add("--standby");
      entrypoint.addAll(standby);
    }
    List<String> securityOptions = new ArrayList<>();
    securityOptions.add("no-new-privileges");
    securityOptions.add("seccomp=" + config.seccomp().json());
    Optional<String> appArmor = config.apparmor().filter(_ -> engine.appArmor());
    appArmor.ifPresent(name -> securityOptions.add("apparmor=" + name));
    long workspace = pages(spec.limits().workspace().bytes());
    long tmp = pages(profile.tmp().bytes());
    return new ContainerPlan(
        sandboxId,
        config.instanceId(),
        profile.name(),
        profile.imageId(),
        uid,
        List.copyOf(entrypoint),
        memoryBytes(profile, spec.limits()),
        pids(spec.limits()),
        config.cpuMillis() * CPU_PERIOD_US / 1000,
        workspace,
        tmp,
        pages(profile.sharedMemory().bytes()),
        // More than either holds: a full file system is ENOSPC, not a signal.
        workspace + tmp,
        profile.executable(),
        List.copyOf(securityOptions),
        appArmor.map(name -> name + " (enforce)"));
  }

  /** The cgroup's memory for {@code limits}. */
  static long memoryBytes(Profile profile, Limits limits) {
    return pages(limits.memory().bytes())
        + pages(limits.workspace().bytes())
        + pages(profile.tmp().bytes())
        + pages(profile.sharedMemory().bytes())
        + RUNNER_MEMORY_BYTES;
  }

  /** The cgroup's number of processes for {@code limits}. */
  static long pids(Limits limits) {
    return limits.pids() + RUNNER_PIDS;
  }

  String name() {
    return "portcullis-" + sandboxId;
  }

  Map<String, String> labels() {
    return Map.of(HOME_LABEL, home, PROFILE_LABEL, profile, SANDBOX_LABEL, sandboxId);
  }

  String user() {
    return uid + ":" + uid;
  }

  Map<String, String> tmpfs() {
    return Map.of("/workspace", tmpfs(workspaceBytes), "/tmp", tmpfs(tmpBytes));
  }

  private String tmpfs(long bytes) {
    long inodes = Math.clamp(bytes / PAGE_BYTES, 1024, 65_536);
    return "rw,nosuid,nodev,%s,size=%d,nr_inodes=%d,uid=%d,gid=%d,mode=0700"
        .formatted(executable ? "exec" : "noexec", bytes, inodes, uid, uid);
  }

  /** The kernel counts whole pages. */
  private static long pages(long bytes) {
    return Math.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES;
  }
}
