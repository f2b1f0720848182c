package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/**
 * An image whose runner is {@code hostile-runner.py}, made from the Python profile's and removed in
 * the end.
 */
final class HostileImage implements AutoCloseable {
  private static final String DOCKERFILE =
      """
      ARG BASE
      FROM $BASE
      COPY runner lie* /.portcullis/
      """;

  private final String id;

  private HostileImage(String id) {
    this.id = id;
  }

  /** With a receipt that is true. */
  static HostileImage honest() throws IOException, InterruptedException {
    return build("");
  }

  /** With that lie in its receipt. */
  static HostileImage lying(String lie) throws IOException, InterruptedException {
    return build(lie);
  }

  private static HostileImage build(String lie) throws IOException, InterruptedException {
    JsonNode lock = Answer.JSON.readTree(Checkout.images().toFile());
    Path folder = Files.createTempDirectory("portcullis-it-image-");
    Path runner = folder.resolve("runner");
    Path dockerfile = folder.resolve("Dockerfile");
    Path lies = folder.resolve("lie");
    try (InputStream script =
        Objects.requireNonNull(HostileImage.class.getResourceAsStream("hostile-runner.py"))) {
      Files.write(runner, script.readAllBytes());
      Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(dockerfile, DOCKERFILE);
      if (!lie.isEmpty()) {
        Files.writeString(lies, lie);
        Files.setPosixFilePermissions(lies, PosixFilePermissions.fromString("rw-r--r--"));
      }
      String base = lock.at("/python/image").asText();
      String id =
          Engine.docker(
              "build",
              "-q",
              "--label",
              "dev.portcullis.test=1",
              "--build-arg",
              "BASE=" + base,
              folder.toString());
      return new HostileImage(lastLine(id));
    } finally {
      for (Path file : List.of(runner, dockerfile, lies, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (_, line) -> line).strip();
  }

  /** Makes it the image of that profile in that home. */
  void replace(String profile, TestHome home) throws IOException {
    ObjectNode lock = (ObjectNode) Answer.JSON.readTree(home.home().images().toFile());
    ((ObjectNode) lock.get(profile)).put("image_id", id);
    Files.writeString(home.home().images(), lock.toString());
  }

  @Override
  public void close() throws IOException {
    try {
      Engine.docker("rmi", "-f", id);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while an image is removed", ended);
    }
  }
}
