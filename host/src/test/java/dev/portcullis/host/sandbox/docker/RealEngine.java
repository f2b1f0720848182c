package dev.portcullis.host.sandbox.docker;

import dev.portcullis.host.sandbox.profile.InvalidProfileException;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The engine and the images that the integration tests run on, as a home of its own. Where one is
 * missing the tests fail and say what to run.
 */
final class RealEngine implements AutoCloseable {
  private static final Path LOCK =
      Path.of(
          System.getProperty(
              "portcullis.test.lock",
              Path.of(System.getProperty("basedir", "."), "..", "target", "images.json")
                  .toString()));

  private @Nullable ProfileCatalog catalog;
  private @Nullable DockerConfig config;
  private @Nullable DockerDriver driver;

  void connect() throws IOException {
    catalog = readCatalog();
    config =
        DockerConfig.defaults("test-" + UUID.randomUUID(), SeccompProfile.bundled())
            .withEngine(address());
    driver = new DockerDriver(config, catalog.profiles());
  }

  ProfileCatalog catalog() {
    return connected(catalog);
  }

  DockerConfig config() {
    return connected(config);
  }

  DockerDriver driver() {
    return connected(driver);
  }

  ProfileCatalog.Offer offer(String language) {
    return catalog().find(language).orElseThrow();
  }

  /** Another client of the engine, to look at what the driver did. */
  Engine engine() {
    return new Engine(config().engine(), config().callTimeout());
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
  }

  private static ProfileCatalog readCatalog() throws IOException {
    if (!Files.exists(LOCK)) {
      throw new AssertionError(
          "there are no images at "
              + LOCK
              + ": run `sandbox-profiles/build --lock target/images.json`");
    }
    try {
      return ProfileCatalog.bundled(LOCK);
    } catch (InvalidProfileException invalid) {
      throw new AssertionError("build the images again", invalid);
    }
  }

  private static EngineAddress address() {
    String host = System.getenv("DOCKER_HOST");
    EngineAddress address = host == null ? EngineAddress.DEFAULT : EngineAddress.parse(host);
    if (!Files.exists(address.socket())) {
      throw new AssertionError("no engine at " + address.socket() + ": start Docker");
    }
    return address;
  }

  private static <T> T connected(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("connect first");
    }
    return part;
  }
}
