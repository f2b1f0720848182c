package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Samples;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is not there, or does not answer. */
@Timeout(20)
class EngineAwayTest {
  private final Profile profile = Samples.profile("any", 0);

  @Test
  void create_noSocket_failsFast(@TempDir Path folder) throws Exception {
    try (DockerDriver driver = driver(folder.resolve("none.sock"))) {
      assertThatThrownBy(() -> driver.create(Samples.spec(profile)))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("none.sock");
    }
  }

  @Test
  void create_engineSaysNothing_failsAtTheTimeout(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("mute.sock");
    try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      try (DockerDriver driver = driver(socket)) {
        assertThatThrownBy(() -> driver.create(Samples.spec(profile)))
            .isInstanceOf(EngineUnavailableException.class)
            .hasMessageContaining("within 500 ms");
      }
    }
  }

  @Test
  void preflight_noSocket_saysWhatToDo(@TempDir Path folder) throws Exception {
    try (DockerDriver driver = driver(folder.resolve("none.sock"))) {
      List<PreflightCheck> checks = driver.preflight();

      assertThat(checks)
          .filteredOn(check -> check.status() == PreflightCheck.Status.FAIL)
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.name()).isEqualTo("engine");
                assertThat(check.remedy()).contains("start Docker");
              });
    }
  }

  @Test
  void sweep_noSocket_saysSo(@TempDir Path folder) throws Exception {
    try (DockerDriver driver = driver(folder.resolve("none.sock"))) {
      assertThatThrownBy(driver::sweep).isInstanceOf(EngineUnavailableException.class);
    }
  }

  private DockerDriver driver(Path socket) throws Exception {
    DockerConfig base = DockerConfig.defaults("test", SeccompProfile.bundled());
    return new DockerDriver(
        new DockerConfig(
            base.instanceId(),
            new EngineAddress(socket),
            base.firstUid(),
            base.lastUid(),
            base.seccomp(),
            base.apparmor(),
            base.apparmorRequired(),
            base.rootlessRequired(),
            base.cpuMillis(),
            Duration.ofMillis(500),
            base.startTimeout(),
            base.artifacts()),
        List.of(profile));
  }
}
