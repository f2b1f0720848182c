package dev.portcullis.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much this process says of itself. */
final class Logging {
  private Logging() {}

  /**
   * Sets the level of this project's own loggers: {@code error}, {@code warn}, {@code info} or
   * {@code debug}.
   */
  static void setLevel(String level) {
    if (LoggerFactory.getLogger("dev.portcullis") instanceof Logger ours) {
      ours.setLevel(Level.toLevel(level));
    }
  }
}
