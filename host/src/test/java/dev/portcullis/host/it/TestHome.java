package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A home of its own for one host, deleted in the end. */
final class TestHome implements AutoCloseable {
  /** Runs programs, on any free port. */
  static final String ENABLED =
      """
      [http]
      port = 0
      [execution]
      enabled = true
      """;

  private final Home home;

  private TestHome(Home home) {
    this.home = home;
  }

  /** With that configuration, and the images of this checkout. */
  static TestHome of(String config) throws IOException {
    Home home = new Home(Files.createTempDirectory("portcullis-it-"));
    home.prepare();
    Files.writeString(home.config(), config);
    Files.copy(Checkout.images(), home.images());
    return new TestHome(home);
  }

  /** The same with a policy. */
  TestHome withPolicy(String policy) throws IOException {
    Files.writeString(home.policy(), policy);
    return this;
  }

  /** The same with these profiles alone. */
  TestHome withProfiles(String... names) throws IOException {
    ObjectNode lock = (ObjectNode) Answer.JSON.readTree(home.images().toFile());
    Files.writeString(home.images(), lock.retain(names).toString());
    return this;
  }

  Home home() {
    return home;
  }

  Path root() {
    return home.root();
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (var paths = Files.walk(home.root())) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
