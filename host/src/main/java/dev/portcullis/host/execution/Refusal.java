package dev.portcullis.host.execution;

import dev.portcullis.host.quota.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a program was not run.
 *
 * @param detail for people: what is wrong and what to do
 * @param errors the fields at fault, for {@link Code#INVALID_REQUEST}
 * @param decision what the governor decided, where it was asked
 * @param retryAfter how long to wait, where waiting helps
 * @param standings how the caller stands with each bound, for {@link Code#RATE_LIMITED}
 */
public record Refusal(
    Code code,
    String detail,
    List<FieldError> errors,
    Optional<DecisionRecord> decision,
    Optional<Duration> retryAfter,
    List<Standing> standings) {
  public Refusal {
    errors = List.copyOf(errors);
    standings = List.copyOf(standings);
  }

  /** Not by a bound. */
  public Refusal(
      Code code,
      String detail,
      List<FieldError> errors,
      Optional<DecisionRecord> decision,
      Optional<Duration> retryAfter) {
    this(code, detail, errors, decision, retryAfter, List.of());
  }

  /** Problem codes of the one path; API, never renamed. */
  public enum Code {
    INVALID_REQUEST,
    POLICY_BLOCKED,
    RATE_LIMITED,
    HALTED,
    AUDIT_UNAVAILABLE,
    PREFLIGHT_FAILED,
    SATURATED,
    ENGINE_UNAVAILABLE;

    /** The code on the wire and in the journal. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
