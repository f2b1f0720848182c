package dev.portcullis.host.sandbox.docker;

import java.net.URI;
import java.nio.file.Path;

/** Where the engine listens: a Unix socket. */
public record EngineAddress(Path socket) {
  /** Where an engine listens that nobody told otherwise. */
  public static final EngineAddress DEFAULT = new EngineAddress(Path.of("/var/run/docker.sock"));

  public EngineAddress {
    if (!socket.isAbsolute()) {
      throw new IllegalArgumentException(
          "the engine's socket is an absolute path: `" + socket + "`");
    }
  }

  /**
   * Reads the form of {@code DOCKER_HOST}, such as {@code unix:///var/run/docker.sock}.
   *
   * @throws IllegalArgumentException if it is anything but a Unix socket; the message is for people
   */
  public static EngineAddress parse(String text) {
    if (!text.startsWith("unix:///")) {
      throw new IllegalArgumentException(
          "`" + text + "` is not an engine this host can use: write `unix://` and a path");
    }
    return new EngineAddress(Path.of(text.substring("unix://".length())));
  }

  URI uri() {
    return URI.create("unix://" + socket);
  }
}
