package dev.portcullis.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.limits.ByteSize;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConfigReaderTest {
  @TempDir private Path folder;

  @Test
  void read_noFile_runsNothingAndListensOnLoopback() throws Exception {
    HostConfig config = HostConfigReader.read(folder.resolve("config.toml"));

    assertThat(config.execution().enabled()).isFalse();
    assertThat(config.http().address()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8787);
    assertThat(config.policy().followFile()).isFalse();
  }

  @Test
  void read_everyKey_isTakenOver() throws Exception {
    HostConfig config =
        read(
            """
            [http]
            address = "::1"
            port = 9000
            allow_remote_without_tls = true
            max_body = "1MiB"
            host_names = ["gate.internal"]
            origins = ["https://console.internal"]
            proxies = ["10.0.0.1"]
            [execution]
            enabled = true
            queued_per_principal = 5
            queue_time = "2s"
            requests_size = "32MiB"
            results_kept = "5m"
            results_size = "1GiB"
            [sandbox]
            engine = "unix:///run/docker.sock"
            first_uid = 100000
            last_uid = 120000
            require_apparmor = true
            require_rootless = true
            most = 7
            cpus_thousandths = 500
            [policy]
            follow_file = true
            [audit]
            segment_size = "8MiB"
            checkpoint_records = 500
            checkpoint_interval = "2s"
            publish_directory = "/mnt/anchors"
            publish_webhook = "https://anchors.example/portcullis"
            publish_interval = "30s"
            keep_archived = "9600h"
            index_url = "jdbc:postgresql://127.0.0.1/audit"
            [log]
            level = "debug"
            """);

    assertThat(config)
        .isEqualTo(
            new HostConfig(
                new HostConfig.Http(
                    "::1",
                    9000,
                    true,
                    ByteSize.ofMebibytes(1),
                    List.of("gate.internal"),
                    List.of("https://console.internal"),
                    List.of("10.0.0.1")),
                new HostConfig.Execution(
                    true,
                    5,
                    Duration.ofSeconds(2),
                    ByteSize.ofMebibytes(32),
                    Duration.ofMinutes(5),
                    ByteSize.ofMebibytes(1024)),
                new HostConfig.Sandbox(
                    "unix:///run/docker.sock", 100_000, 120_000, true, true, 7, 500),
                new HostConfig.Policy(true),
                new HostConfig.Audit(
                    ByteSize.ofMebibytes(8),
                    new HostConfig.Checkpoints(500, Duration.ofSeconds(2)),
                    new HostConfig.Publishing(
                        Optional.of(Path.of("/mnt/anchors")),
                        Optional.of(URI.create("https://anchors.example/portcullis")),
                        Duration.ofSeconds(30)),
                    Optional.of(Duration.ofDays(400)),
                    Optional.of("jdbc:postgresql://127.0.0.1/audit")),
                new HostConfig.Log("debug")));
  }

  @Test
  void read_manyMistakes_namesEachWithItsKey() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    [http]
                    port = 70000
                    max_body = "8 megs"
                    adress = "127.0.0.1"
                    [execution]
                    enabled = "yes"
                    [sandbox]
                    first_uid = 0
                    [wrong]
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(
            "http.port: must be a whole number from 0 to 65535",
            "http.max_body: `8 megs` is not a size",
            "http.adress: unknown key, did you mean `address`?",
            "execution.enabled: must be true or false",
            "sandbox.first_uid: must be a whole number from 1000",
            "wrong: unknown key");
  }

  @Test
  void read_sizesNoHostCanWorkWith_areRefused() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    [http]
                    max_body = "4GiB"
                    [audit]
                    segment_size = "1B"
                    index_url = "jdbc:sqlite:x"
                    checkpoint_interval = "0s"
                    publish_webhook = "file:///etc/passwd"
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(
            "http.max_body: must be from 1024B to 268435456B",
            "audit.segment_size: must be from 1048576B",
            "audit.checkpoint_interval: must be from 10ms",
            "audit.publish_webhook: must be an http or https address",
            "audit.index_url: must begin with jdbc:postgresql://");
  }

  @Test
  void read_notToml_saysTheLine() {
    assertThatThrownBy(() -> read("[http]\nport = = 1\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("line 2");
  }

  private HostConfig read(String text) throws IOException, InvalidConfigException {
    Path file = folder.resolve("config.toml");
    Files.writeString(file, text);
    return HostConfigReader.read(file);
  }
}
