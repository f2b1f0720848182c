package dev.portcullis.governor.policy;

import java.util.Locale;
import java.util.Optional;

/** Whose requests a {@link Bound} counts together. */
public enum RateScope {
  PRINCIPAL,
  ROLE,
  KEY;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<RateScope> of(String text) {
    for (RateScope value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
