package dev.portcullis.host.governance;

import java.util.Locale;
import java.util.Optional;

/** What an operator made of something that has a name. */
public enum Toggle {
  /** As it is without a toggle; a rule that the policy itself shadows stays so. */
  ENABLED,
  /** Evaluated and traced, never enforced; only rules. */
  SHADOW,
  /** Not evaluated, or not given to anybody. */
  DISABLED;

  /** The name on the wire, in the database and in the journal. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of that name, if there is one. */
  public static Optional<Toggle> of(String text) {
    for (Toggle value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** What can be toggled. */
  public enum Kind {
    RULE("rules"),
    LANGUAGE("languages"),
    SKILL("skills");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** One of them, as people and the database call it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as the field on the wire is called. */
    public String plural() {
      return plural;
    }

    /** The kind of that name, if there is one. */
    public static Optional<Kind> of(String text) {
      for (Kind kind : values()) {
        if (kind.text().equals(text)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** Whether a toggle of this kind can be in that state. */
    public boolean takes(Toggle toggle) {
      return this == RULE || toggle != SHADOW;
    }
  }

  /** One thing that can be toggled. */
  public record Key(Kind kind, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }
}
