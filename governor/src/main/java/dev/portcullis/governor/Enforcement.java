package dev.portcullis.governor;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import java.util.Optional;

/**
 * What is done about a {@link Decision}.
 *
 * @param computed the decision's outcome; empty in mode {@code off}, which computes none
 */
public record Enforcement(Mode mode, Optional<Effect> computed, Effect enforced) {
  /** What {@code mode} makes of {@code decision}. */
  static Enforcement of(Mode mode, Decision decision) {
    Optional<Effect> computed = decision.outcome();
    Effect enforced =
        switch (mode) {
          case OFF, AUDIT_ONLY -> Effect.ALLOW;
          case SOFT_BLOCK -> computed.orElse(Effect.BLOCK);
          case HARD_BLOCK ->
              computed.equals(Optional.of(Effect.ALLOW)) ? Effect.ALLOW : Effect.BLOCK;
        };
    return new Enforcement(mode, computed, enforced);
  }

  /** Whether the request is refused. */
  public boolean refuses() {
    return enforced == Effect.BLOCK;
  }
}
