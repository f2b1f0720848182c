package dev.portcullis.governor.policy;

import java.util.Locale;
import java.util.Optional;

/** Whether a rule counts. A shadow rule is evaluated and traced, never enforced. */
public enum Stage {
  ENFORCE,
  SHADOW;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Stage> of(String text) {
    for (Stage value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
