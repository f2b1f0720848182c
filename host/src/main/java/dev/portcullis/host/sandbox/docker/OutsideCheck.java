package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what the engine says of a container with what was planned. */
final class OutsideCheck {
  private OutsideCheck() {}

  static List<String> of(InspectContainerResponse found, ContainerPlan plan) {
    Differences differ = new Differences();
    differ.equal("the image", found.getImageId(), plan.imageId());
    differ.equal("running", found.getState().getRunning(), true);
    differ.require(
        found.getMounts() == null
            || found.getMounts().stream()
                .allMatch(mount -> mount.getSource() == null || mount.getSource().isEmpty()),
        "there is a volume or a path of the host inside");
    config(differ, found.getConfig(), plan);
    host(differ, found.getHostConfig(), plan);
    isolation(differ, found.getHostConfig());
    if (found.getNetworkSettings() != null) {
      Set<String> networks = found.getNetworkSettings().getNetworks().keySet();
      differ.require(
          networks.isEmpty() || networks.equals(Set.of("none")), "there are networks: " + networks);
    }
    return differ.lines();
  }

  private static void config(Differences differ, ContainerConfig config, ContainerPlan plan) {
    differ.equal("the user", config.getUser(), plan.user());
    differ.equal("the host name", config.getHostName(), ContainerPlan.HOSTNAME);
    differ.equal("the entry point", list(config.getEntrypoint()), plan.entrypoint());
    differ.equal("the command", list(config.getCmd()), List.of());
    Map<String, String> labels = config.getLabels();
    plan.labels()
        .forEach(
            (name, value) ->
                differ.equal("the label " + name, labels == null ? null : labels.get(name), value));
  }

  private static void host(Differences differ, HostConfig host, ContainerPlan plan) {
    differ.equal("the network", host.getNetworkMode(), "none");
    differ.equal("the root read-only", host.getReadonlyRootfs(), true);
    differ.equal("memory", host.getMemory(), plan.memoryBytes());
    differ.equal("memory and swap", host.getMemorySwap(), plan.memoryBytes());
    differ.equal("the pids limit", host.getPidsLimit(), plan.pids());
    differ.equal("the CPU quota", host.getCpuQuota(), plan.cpuQuotaUs());
    differ.equal("the CPU period", host.getCpuPeriod(), ContainerPlan.CPU_PERIOD_US);
    differ.equal("the tmpfs mounts", host.getTmpFs(), plan.tmpfs());
    differ.equal("the shared memory", host.getShmSize(), plan.sharedMemoryBytes());
    differ.equal("the security options", host.getSecurityOpts(), plan.securityOptions());
    Map<String, @Nullable Long> ulimits = new TreeMap<>();
    for (Ulimit ulimit : list(host.getUlimits())) {
      ulimits.put(ulimit.getName(), ulimit.getHardLong());
    }
    differ.equal(
        "the ulimits",
        ulimits,
        new TreeMap<>(
            Map.of("core", 0L, "fsize", plan.fileBytes(), "nofile", ContainerPlan.OPEN_FILES)));
    LogConfig log = host.getLogConfig();
    differ.equal("the log", log == null ? null : log.getType(), LogConfig.LoggingType.NONE);
  }

  private static void isolation(Differences differ, HostConfig host) {
    differ.require(!Boolean.TRUE.equals(host.getPrivileged()), "the container is privileged");
    differ.require(
        !Boolean.TRUE.equals(host.getOomKillDisable()), "the OOM killer is switched off");
    differ.equal("dropped capabilities", list(host.getCapDrop()), List.of(Capability.ALL));
    differ.equal("added capabilities", list(host.getCapAdd()), List.of());
    differ.equal("the IPC namespace", host.getIpcMode(), "private");
    differ.equal("the PID namespace", emptied(host.getPidMode()), "");
    differ.equal("the UTS namespace", emptied(host.getUtSMode()), "");
    differ.equal("the user namespace", emptied(host.getUsernsMode()), "");
    differ.require(isEmpty(list(host.getBinds())), "a path of the host is mounted inside");
    differ.require(isEmpty(host.getMounts()), "something else is mounted inside");
    differ.require(isEmpty(list(host.getDevices())), "there are extra devices");
    differ.require(isEmpty(host.getDeviceRequests()), "there are extra devices");
    differ.require(isEmpty(list(host.getVolumesFrom())), "there are another container's volumes");
    differ.require(isEmpty(host.getGroupAdd()), "there are extra groups");
    differ.require(
        host.getSysctls() == null || host.getSysctls().isEmpty(), "there are kernel parameters");
  }

  private static String emptied(@Nullable String mode) {
    return mode == null ? "" : mode;
  }

  private static boolean isEmpty(@Nullable Collection<?> values) {
    return values == null || values.isEmpty();
  }

  private static <T> List<T> list(T @Nullable [] values) {
    return values == null ? List.of() : Arrays.asList(values);
  }
}
