package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.sandbox.Samples;
import dev.portcullis.host.sandbox.runner.RunnerReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing at a time is not as planned. */
class InsideCheckTest {
  private static final int UID = 200_001;
  private static final String NONE = "0000000000000000";
  private static final List<String> PROBES =
      List.of(
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

  private final ContainerPlan plan = plan();
  private final Map<String, RunnerReceipt.Mount> mounts = new TreeMap<>();
  private final Map<String, String> capabilities = new TreeMap<>();
  private final Map<String, String> probes = new TreeMap<>();

  InsideCheckTest() throws Exception {
    mount("/", "overlay", OptionalLong.empty(), "ro", "relatime");
    mount("/proc", "proc", OptionalLong.empty(), "rw", "nosuid");
    mount("/proc/sys", "proc", OptionalLong.empty(), "ro", "nosuid");
    mount("/proc/keys", "tmpfs", OptionalLong.empty(), "rw", "nosuid");
    mount("/dev", "tmpfs", OptionalLong.empty(), "rw", "nosuid");
    mount("/sys", "sysfs", OptionalLong.empty(), "ro", "nosuid");
    mount("/sys/fs/cgroup", "tmpfs", OptionalLong.empty(), "rw", "nosuid");
    tmpfs("/workspace", plan.workspaceBytes());
    tmpfs("/tmp", plan.tmpBytes());
    tmpfs("/dev/shm", plan.sharedMemoryBytes());
    for (String set : List.of("inheritable", "permitted", "effective", "bounding", "ambient")) {
      capabilities.put(set, NONE);
    }
    PROBES.forEach(probe -> probes.put(probe, "EPERM"));
  }

  @Test
  void of_everythingAsPlanned_findsNothing() {
    assertThat(InsideCheck.of(receipt(), plan)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/sys", "/proc/sys"})
  void of_mountThatMustNotBeWritable_isFound(String path) {
    mount(path, "any", OptionalLong.empty(), "rw", "nosuid");

    assertThat(InsideCheck.of(receipt(), plan)).anyMatch(line -> line.contains("not read-only"));
  }

  @Test
  void of_kernelSwitchesNotCovered_isFound() {
    mounts.remove("/proc/sys");

    assertThat(InsideCheck.of(receipt(), plan)).containsExactly("`/proc/sys` is not read-only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/etc/hosts", "/sys/fs/cgroup/memory", "/workspace/deeper"})
  void of_unknownWritableMount_isFound(String path) {
    mount(path, "ext4", OptionalLong.empty(), "rw");

    assertThat(InsideCheck.of(receipt(), plan))
        .containsExactly("`" + path + "` is a writable ext4 mount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuid", "nodev", "noexec"})
  void of_workspaceWithoutAFlag_isFound(String flag) {
    List<String> flags = new ArrayList<>(List.of("rw", "nosuid", "nodev", "noexec"));
    flags.remove(flag);
    mounts.put(
        "/workspace",
        new RunnerReceipt.Mount(
            "/workspace", "tmpfs", flags, OptionalLong.of(plan.workspaceBytes())));

    assertThat(InsideCheck.of(receipt(), plan)).containsExactly("`/workspace` is not " + flag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/workspace", "/tmp", "/dev/shm"})
  void of_otherSize_isFound(String path) {
    tmpfs(path, 4096);

    assertThat(InsideCheck.of(receipt(), plan))
        .singleElement()
        .asString()
        .startsWith("the size of `" + path + "`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inheritable", "permitted", "effective", "bounding", "ambient"})
  void of_oneCapability_isFound(String set) {
    capabilities.put(set, "0000000000000001");

    assertThat(InsideCheck.of(receipt(), plan)).singleElement().asString().startsWith(set);
  }

  @ParameterizedTest
  @CsvSource({"ALLOWED,is allowed", ",was not tried"})
  void of_probeNotDenied_isFound(String answer, String said) {
    for (String probe : PROBES) {
      if (answer == null) {
        probes.remove(probe);
      } else {
        probes.put(probe, answer);
      }

      assertThat(InsideCheck.of(receipt(), plan))
          .containsExactly("the call `" + probe + "` " + said);
      probes.put(probe, "EPERM");
    }
  }

  private void tmpfs(String path, long bytes) {
    mount(path, "tmpfs", OptionalLong.of(bytes), "rw", "nosuid", "nodev", "noexec");
  }

  private void mount(String path, String type, OptionalLong bytes, String... flags) {
    mounts.put(path, new RunnerReceipt.Mount(path, type, List.of(flags), bytes));
  }

  private RunnerReceipt receipt() {
    return new RunnerReceipt(
        1,
        UID,
        UID,
        List.of(),
        capabilities,
        2,
        true,
        false,
        List.of("lo"),
        List.copyOf(mounts.values()),
        "unavailable",
        new RunnerReceipt.Cgroup(
            1,
            OptionalLong.of(plan.memoryBytes()),
            OptionalLong.of(plan.pids()),
            OptionalLong.of(plan.cpuQuotaUs()),
            OptionalLong.of(ContainerPlan.CPU_PERIOD_US)),
        new RunnerReceipt.Rlimits(
            OptionalLong.of(ContainerPlan.OPEN_FILES),
            OptionalLong.of(0),
            OptionalLong.of(plan.fileBytes())),
        probes);
  }

  private static ContainerPlan plan() throws Exception {
    return ContainerPlan.of(
        Samples.spec(Samples.profile("any", 0)),
        DockerConfig.defaults("test", SeccompProfile.bundled()),
        new EngineFacts("20.10", "1.41", true, false, false),
        "id",
        UID);
  }
}
