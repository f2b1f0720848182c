package dev.portcullis.governor;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Requests to judge in tests. */
public final class Requests {
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Requests() {}

  /** An agent called {@code alice} runs a Python program. */
  public static Request python() {
    return python(Facts.NONE);
  }

  public static Request python(Facts facts) {
    return new Request(
        Action.EXECUTION_CREATE,
        new Principal("alice", Set.of(Role.AGENT), "key-1"),
        Source.API,
        Optional.of("python"),
        Optional.of("python"),
        Optional.empty(),
        PartialLimits.NONE,
        facts,
        NOON);
  }
}
