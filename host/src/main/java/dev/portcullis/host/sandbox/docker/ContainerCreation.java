package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import java.util.List;

/** Turns a plan into the engine's request. */
final class ContainerCreation {
  private ContainerCreation() {}

  static CreateContainerCmd of(DockerClient client, ContainerPlan plan) {
    return client
        .createContainerCmd(plan.imageId())
        .withName(plan.name())
        .withLabels(plan.labels())
        .withEntrypoint(plan.entrypoint())
        .withCmd(List.of())
        .withEnv(List.of())
        .withUser(plan.user())
        .withHostName(ContainerPlan.HOSTNAME)
        .withWorkingDir("/")
        .withNetworkDisabled(true)
        .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
        .withTty(false)
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(false)
        .withHostConfig(hostConfig(plan));
  }

  private static HostConfig hostConfig(ContainerPlan plan) {
    return HostConfig.newHostConfig()
        .withNetworkMode("none")
        .withReadonlyRootfs(true)
        .withPrivileged(false)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(plan.securityOptions())
        .withIpcMode("private")
        .withPidsLimit(plan.pids())
        .withMemory(plan.memoryBytes())
        .withMemorySwap(plan.memoryBytes())
        .withCpuPeriod(ContainerPlan.CPU_PERIOD_US)
        .withCpuQuota(plan.cpuQuotaUs())
        .withUlimits(
            List.of(
                new Ulimit("nofile", ContainerPlan.OPEN_FILES, ContainerPlan.OPEN_FILES),
                new Ulimit("core", 0L, 0L),
                new Ulimit("fsize", plan.fileBytes(), plan.fileBytes())))
        .withTmpFs(plan.tmpfs())
        .withShmSize(plan.sharedMemoryBytes())
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        .withInit(false)
        .withAutoRemove(false)
        .withOomScoreAdj(0);
  }
}
