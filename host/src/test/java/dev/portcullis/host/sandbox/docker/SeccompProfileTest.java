package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeccompProfileTest {
  private static final String DENYING =
      """
      {"defaultAction": "SCMP_ACT_ERRNO",
       "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
      """;

  @TempDir private Path folder;

  @Test
  void bundled_isThereAndUnchanged() throws Exception {
    SeccompProfile profile = SeccompProfile.bundled();

    assertThat(profile.unchanged()).isTrue();
    assertThat(profile.sha256()).hasSize(64);
    assertThat(profile.json()).doesNotContain("\n");
  }

  @Test
  void unchanged_fileEdited_isFalse() throws Exception {
    Path file = Files.writeString(folder.resolve("p.json"), DENYING);
    SeccompProfile profile = SeccompProfile.read(new SeccompProfile.Source.File(file));
    assertThat(profile.unchanged()).isTrue();
    Files.writeString(file, DENYING + " ");

    assertThat(profile.unchanged()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [], \"action\": \"x\"}]}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\"}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": []}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{}]}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultAction\": \"SCMP_ACT_ALLOW\"}",
      })
  void read_whatDoesNotDeny_isRefused(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("p.json"), text);

    assertThatThrownBy(() -> SeccompProfile.read(new SeccompProfile.Source.File(file)))
        .isInstanceOf(IOException.class);
  }
}
