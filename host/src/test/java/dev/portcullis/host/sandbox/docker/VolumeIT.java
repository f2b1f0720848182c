package dev.portcullis.host.sandbox.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that declares a volume would put the engine's disk, writable, into its sandboxes. */
class VolumeIT {
  @Test
  void volume_inTheImage_isRefusedTwice(@TempDir Path folder) throws Exception {
    try (RealEngine real = new RealEngine()) {
      real.connect();
      Profile python = real.offer("python").profile();
      Files.writeString(
          folder.resolve("Dockerfile"), "FROM " + python.imageId() + "\nVOLUME /data\n");
      try (Engine engine = real.engine()) {
        String image =
            engine.call(
                "build",
                client ->
                    client
                        .buildImageCmd(folder.toFile())
                        .withTags(Set.of("portcullis-test/volume:it"))
                        .exec(new BuildImageResultCallback())
                        .awaitImageId());
        String id =
            engine.call(
                "inspect", client -> requireNonNull(client.inspectImageCmd(image).exec().getId()));
        Profile withVolume =
            new Profile(
                "volume",
                id,
                python.runnerSha256(),
                python.languages(),
                python.defaults(),
                python.maximum(),
                python.tmp(),
                python.sharedMemory(),
                false,
                0);
        try (DockerDriver driver = new DockerDriver(real.config(), List.of(withVolume))) {
          assertThat(driver.preflight())
              .filteredOn(check -> check.status() == PreflightCheck.Status.FAIL)
              .extracting(PreflightCheck::name)
              .containsExactly("image_volume");
          assertThatThrownBy(() -> driver.create(Samples.spec(withVolume)))
              .isInstanceOf(ReceiptDriftException.class)
              .hasMessageContaining("/data");
        } finally {
          engine.call("remove", client -> client.removeImageCmd(id).withForce(true).exec());
        }
      }
    }
  }
}
