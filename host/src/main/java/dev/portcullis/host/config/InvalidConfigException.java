package dev.portcullis.host.config;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code config.toml} cannot be used. The message lists everything that is wrong with it, for
 * people.
 */
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With each problem as {@code section.key: what is wrong}. */
  public InvalidConfigException(Path file, List<String> problems) {
    super(file + " cannot be used:\n  " + String.join("\n  ", problems));
  }
}
