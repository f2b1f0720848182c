package dev.portcullis.governor.facts;

import java.util.Locale;
import java.util.Optional;

/** The door a request came through; never claimed by the caller. */
public enum Source {
  API,
  CLI,
  MCP,
  CONSOLE,
  CRON;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Source> of(String text) {
    for (Source value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
