package dev.portcullis.governor;

import java.util.Locale;
import java.util.Optional;

/**
 * What is done about a decision. Authentication, roles, preflight, the sandbox and the audit are
 * not subject to it.
 */
public enum Mode {
  /** Nothing is evaluated, everything is allowed, everything is still recorded. */
  OFF,
  /** Everything is evaluated and allowed. */
  AUDIT_ONLY,
  /** What was computed is done. */
  SOFT_BLOCK,
  /** A warn is a block. */
  HARD_BLOCK;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of that name, if there is one. */
  public static Optional<Mode> of(String text) {
    for (Mode mode : values()) {
      if (mode.text().equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
