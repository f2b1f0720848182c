package dev.portcullis.governor;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.RuleId;
import java.util.List;
import java.util.Optional;

/**
 * What the policy computed; what is done about it is an {@link Enforcement}. Switched over without
 * {@code default}.
 */
public sealed interface Decision {
  /** Run; {@code allowedBy} is never empty. */
  record Allow(Risk risk, List<RuleId> allowedBy) implements Decision {
    public Allow {
      allowedBy = List.copyOf(allowedBy);
      if (allowedBy.isEmpty()) {
        throw new IllegalArgumentException("an allow names at least one rule");
      }
    }
  }

  /** Run, and say why a human should look; {@code reasons} is never empty. */
  record Warn(Risk risk, List<Reason> reasons) implements Decision {
    public Warn {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a warning has at least one reason");
      }
    }
  }

  /**
   * Do not run; {@code reasons} is empty when no rule spoke and none allowed, since block is the
   * default.
   */
  record Block(Risk risk, List<Reason> reasons) implements Decision {
    public Block {
      reasons = List.copyOf(reasons);
    }
  }

  /** The governor is off, so nothing was computed. */
  record NotEvaluated() implements Decision {}

  /** The bare outcome; empty if nothing was computed. */
  default Optional<Effect> outcome() {
    return switch (this) {
      case Allow _ -> Optional.of(Effect.ALLOW);
      case Warn _ -> Optional.of(Effect.WARN);
      case Block _ -> Optional.of(Effect.BLOCK);
      case NotEvaluated _ -> Optional.empty();
    };
  }

  /** The sum of the risks; none if nothing was computed. */
  default Risk riskSum() {
    return switch (this) {
      case Allow allow -> allow.risk();
      case Warn warn -> warn.risk();
      case Block block -> block.risk();
      case NotEvaluated _ -> Risk.NONE;
    };
  }

  /** The rules that determine it. */
  default List<RuleId> rules() {
    return switch (this) {
      case Allow allow -> allow.allowedBy();
      case Warn warn -> warn.reasons().stream().map(Reason::rule).toList();
      case Block block -> block.reasons().stream().map(Reason::rule).toList();
      case NotEvaluated _ -> List.of();
    };
  }
}
