package dev.portcullis.governor.policy;

import java.util.Locale;
import java.util.Optional;

/** How far the governor acts on what it computes. */
public enum Mode {
  /** Nothing is evaluated, everything allowed, everything still recorded. */
  OFF,
  /** Evaluated and recorded; everything allowed. */
  AUDIT_ONLY,
  /** As computed. */
  SOFT_BLOCK,
  /** As computed, and a warning is a block. */
  HARD_BLOCK;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Mode> of(String text) {
    for (Mode value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
