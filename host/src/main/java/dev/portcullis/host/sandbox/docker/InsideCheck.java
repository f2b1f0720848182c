package dev.portcullis.host.sandbox.docker;

import dev.portcullis.host.sandbox.runner.RunnerReceipt;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what the runner found inside with what was planned. */
final class InsideCheck {
  private static final String NO_CAPABILITIES = "0000000000000000";
  private static final int SECCOMP_FILTER = 2;

  /** Calls that must have been tried, and denied. */
  private static final Set<String> PROBES =
      Set.of(
          "unshare_user",
          "clone_user",
          "clone3",
          "mount",
          "ptrace",
          "socket_packet",
          "socket_alg",
          "socket_vsock",
          "keyctl",
          "io_uring_setup",
          "prlimit_runner",
          "setpriority_runner",
          "unknown_syscall");

  /** Where every container has a writable mount that only root can use, or that is bounded. */
  private static final Set<String> ENGINE_MOUNTS =
      Set.of("/proc", "/dev", "/dev/pts", "/dev/mqueue", "/sys/fs/cgroup");

  /**
   * The kernel's own switches. The engine leaves them writable where it was told to hide nothing.
   */
  private static final List<String> KERNEL_MOUNTS = List.of("/sys", "/proc/sys");

  private InsideCheck() {}

  static List<String> of(RunnerReceipt found, ContainerPlan plan) {
    Differences differ = new Differences();
    differ.equal("the uid", found.uid(), (long) plan.uid());
    differ.equal("the gid", found.gid(), (long) plan.uid());
    differ.require(
        found.groups().stream().allMatch(group -> group == plan.uid()),
        "there are supplementary groups: " + found.groups());
    found.capabilities().forEach((set, bits) -> differ.equal(set, bits, NO_CAPABILITIES));
    differ.equal("the seccomp mode", found.seccomp(), SECCOMP_FILTER);
    differ.equal("no_new_privileges", found.noNewPrivileges(), true);
    differ.equal("dumpable", found.dumpable(), false);
    differ.equal("the interfaces", found.interfaces(), List.of("lo"));
    plan.appArmorLabel()
        .ifPresent(label -> differ.equal("the AppArmor label", found.apparmor(), label));
    mounts(differ, found, plan);
    limits(differ, found, plan);
    probes(differ, found.probes());
    return differ.lines();
  }

  private static void mounts(Differences differ, RunnerReceipt found, ContainerPlan plan) {
    Map<String, RunnerReceipt.Mount> byPath =
        found.mounts().stream()
            .collect(
                Collectors.toMap(RunnerReceipt.Mount::path, mount -> mount, (_, last) -> last));
    RunnerReceipt.Mount root = byPath.get("/");
    differ.require(root != null && root.flags().contains("ro"), "the root is not read-only");
    for (String path : KERNEL_MOUNTS) {
      RunnerReceipt.Mount mount = byPath.get(path);
      differ.require(
          mount != null && mount.flags().contains("ro"), "`" + path + "` is not read-only");
    }
    tmpfs(differ, byPath, "/workspace", plan.workspaceBytes(), plan.executable());
    tmpfs(differ, byPath, "/tmp", plan.tmpBytes(), plan.executable());
    tmpfs(differ, byPath, "/dev/shm", plan.sharedMemoryBytes(), false);
    for (RunnerReceipt.Mount mount : found.mounts()) {
      boolean writable = !mount.flags().contains("ro");
      boolean known =
          ENGINE_MOUNTS.contains(mount.path())
              // What the engine hides is covered by an empty, root-owned file or directory.
              || mount.path().startsWith("/proc/")
              || plan.tmpfs().containsKey(mount.path())
              || mount.path().equals("/dev/shm");
      differ.require(
          !writable || known, "`" + mount.path() + "` is a writable " + mount.type() + " mount");
    }
  }

  private static void tmpfs(
      Differences differ,
      Map<String, RunnerReceipt.Mount> byPath,
      String path,
      long bytes,
      boolean executable) {
    RunnerReceipt.Mount mount = byPath.get(path);
    if (mount == null) {
      differ.require(false, "`" + path + "` is not mounted");
      return;
    }
    differ.equal("the type of `" + path + "`", mount.type(), "tmpfs");
    differ.equal("the size of `" + path + "`", mount.sizeBytes(), OptionalLong.of(bytes));
    differ.require(mount.flags().contains("nosuid"), "`" + path + "` is not nosuid");
    differ.require(mount.flags().contains("nodev"), "`" + path + "` is not nodev");
    differ.require(executable || mount.flags().contains("noexec"), "`" + path + "` is not noexec");
  }

  private static void limits(Differences differ, RunnerReceipt found, ContainerPlan plan) {
    RunnerReceipt.Cgroup cgroup = found.cgroup();
    differ.equal("the memory limit", cgroup.memoryBytes(), OptionalLong.of(plan.memoryBytes()));
    differ.equal("the pids limit", cgroup.pids(), OptionalLong.of(plan.pids()));
    differ.equal("the CPU quota", cgroup.cpuQuotaUs(), OptionalLong.of(plan.cpuQuotaUs()));
    differ.equal(
        "the CPU period", cgroup.cpuPeriodUs(), OptionalLong.of(ContainerPlan.CPU_PERIOD_US));
    RunnerReceipt.Rlimits rlimits = found.rlimits();
    differ.equal("nofile", rlimits.nofile(), OptionalLong.of(ContainerPlan.OPEN_FILES));
    differ.equal("core", rlimits.core(), OptionalLong.of(0));
    differ.equal("fsize", rlimits.fsize(), OptionalLong.of(plan.fileBytes()));
  }

  private static void probes(Differences differ, Map<String, String> probes) {
    for (String probe : PROBES) {
      differ.require(probes.containsKey(probe), "the call `" + probe + "` was not tried");
    }
    probes.forEach(
        (probe, answer) ->
            differ.require(!answer.equals("ALLOWED"), "the call `" + probe + "` is allowed"));
  }
}
