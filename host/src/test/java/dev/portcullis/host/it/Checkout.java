package dev.portcullis.host.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout whose host is tested. */
final class Checkout {
  private Checkout() {}

  /** Its root. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("sandbox-profiles"))) {
        return folder;
      }
    }
    throw new AssertionError("these tests run inside a checkout; " + here + " is in none");
  }

  /** Which image each profile is pinned to. */
  static Path images() {
    String named = System.getProperty("portcullis.test.lock", "");
    Path lock = named.isEmpty() ? root().resolve("target/images.json") : Path.of(named);
    if (!Files.isRegularFile(lock)) {
      throw new AssertionError(
          lock
              + " is missing: run `sandbox-profiles/build --lock target/images.json`, with the"
              + " engine running, or `./portcullis test`, which does both");
    }
    return lock;
  }
}
