package dev.portcullis.host.execution;

import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.host.governance.KillSwitch.Halt;
import dev.portcullis.host.quota.Standing;
import dev.portcullis.host.quota.Taken;
import dev.portcullis.host.sandbox.PreflightCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentences with which the one path refuses. */
final class Refusals {
  private Refusals() {}

  static Refusal invalid(List<FieldError> errors) {
    return new Refusal(
        Refusal.Code.INVALID_REQUEST,
        "The request cannot be carried out as it is; `errors` names each field at fault.",
        errors,
        Optional.empty(),
        Optional.empty());
  }

  static Refusal blocked(DecisionRecord decision) {
    String why =
        decision.rules().isEmpty()
            ? "No rule of the policy allows this."
            : "Decided by: " + String.join(", ", decision.rules()) + ".";
    return decided(
        Refusal.Code.POLICY_BLOCKED,
        "The policy does not permit this. " + why,
        decision,
        Optional.empty());
  }

  static Refusal switchedOff(DecisionRecord decision, String language, Optional<Instant> until) {
    return decided(
        Refusal.Code.POLICY_BLOCKED,
        "An operator switched the language `%s` off%s."
            .formatted(language, until.map(time -> " until " + time).orElse("")),
        decision,
        Optional.empty());
  }

  static Refusal rateLimited(DecisionRecord decision, Taken.Exceeded exceeded) {
    return new Refusal(
        Refusal.Code.RATE_LIMITED,
        exceeded.standings().stream()
            .filter(standing -> standing.until().isPresent())
            .map(Refusals::reached)
            .collect(Collectors.joining(" ")),
        List.of(),
        Optional.of(decision),
        Optional.of(exceeded.retryAfter()),
        exceeded.standings());
  }

  private static String reached(Standing standing) {
    return switch (standing.bound()) {
      case Rate rate ->
          "Rule `%s` permits %d requests in %s by %s."
              .formatted(standing.rule(), rate.count(), rate.per(), rate.by().text());
      case Quota quota ->
          "Rule `%s` permits %d executions at once by %s."
              .formatted(standing.rule(), quota.concurrent(), quota.by().text());
    };
  }

  static Refusal halted(Halt halt) {
    return plain(
        Refusal.Code.HALTED,
        "The host was halted by %s at %s: %s. An operator can resume it."
            .formatted(halt.by(), halt.since(), halt.reason()));
  }

  /** Without the cause, which names the machine's disks: it is in the host's log. */
  static Refusal auditUnavailable() {
    return plain(
        Refusal.Code.AUDIT_UNAVAILABLE,
        "The journal cannot take records, so nothing runs; the host's log says why.");
  }

  static Refusal endNotRecorded() {
    return plain(
        Refusal.Code.AUDIT_UNAVAILABLE,
        "The program ran, but its end could not be recorded, so it is not answered; the host's log"
            + " says why.");
  }

  /** Names the checks only: what they found may speak of the machine, which is for operators. */
  static Refusal preflight(List<PreflightCheck> failed) {
    return plain(
        Refusal.Code.PREFLIGHT_FAILED,
        "What must hold before anything runs does not: "
            + failed.stream().map(PreflightCheck::name).collect(Collectors.joining(", "))
            + ". An operator sees why at /v1/preflight.");
  }

  static Refusal drifted() {
    return plain(
        Refusal.Code.PREFLIGHT_FAILED,
        "The sandbox was not what its profile says, and was destroyed; the host's log says how.");
  }

  static Refusal saturated(Duration retryAfter) {
    return new Refusal(
        Refusal.Code.SATURATED,
        "Every sandbox is in use and the queue is full, or its time is over.",
        List.of(),
        Optional.empty(),
        Optional.of(retryAfter));
  }

  static Refusal stopping() {
    return new Refusal(
        Refusal.Code.SATURATED,
        "The host is stopping.",
        List.of(),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(5)));
  }

  static Refusal engineUnavailable() {
    return new Refusal(
        Refusal.Code.ENGINE_UNAVAILABLE,
        "The sandbox engine is not available; `portcullis doctor` on the host says more.",
        List.of(),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(5)));
  }

  private static Refusal plain(Refusal.Code code, String detail) {
    return new Refusal(code, detail, List.of(), Optional.empty(), Optional.empty());
  }

  private static Refusal decided(
      Refusal.Code code, String detail, DecisionRecord decision, Optional<Duration> retryAfter) {
    return new Refusal(code, detail, List.of(), Optional.of(decision), retryAfter);
  }
}
