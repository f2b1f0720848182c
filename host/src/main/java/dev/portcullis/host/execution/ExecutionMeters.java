package dev.portcullis.host.execution;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.Verdict;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts decisions and ends. Every label comes from a closed set or from this host's own profiles.
 */
final class ExecutionMeters {
  private final MeterRegistry registry;

  ExecutionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void decided(Verdict verdict) {
    registry
        .counter(
            "portcullis.decisions",
            "computed",
            verdict.computed().map(Effect::text).orElse("not_evaluated"),
            "enforced",
            verdict.enforced().text(),
            "mode",
            verdict.mode().text())
        .increment();
  }

  void finished(String profile, ExecutionResult result) {
    registry
        .counter("portcullis.executions", "cause", result.exit().cause(), "profile", profile)
        .increment();
    registry.timer("portcullis.queue.time", "profile", profile).record(result.queued());
  }
}
