package dev.portcullis.governor.policy;

import java.util.Locale;
import java.util.Optional;

/** What a rule says, and what comes of all of them; ordered, the later beats the earlier. */
public enum Effect {
  ALLOW,
  WARN,
  BLOCK;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Effect> of(String text) {
    for (Effect value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
