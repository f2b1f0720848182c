package dev.portcullis.governor.facts;

import java.util.Locale;
import java.util.Optional;

/** What a principal may do by the fixed role table; also matched by policies. */
public enum Role {
  AGENT,
  OPERATOR,
  AUDITOR,
  ADMIN;

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Role> of(String text) {
    for (Role value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
