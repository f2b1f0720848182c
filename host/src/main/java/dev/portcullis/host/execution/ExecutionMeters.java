package dev.portcullis.host.execution;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Counts decisions and ends. Every label comes from a closed set or from this host's profiles. */
final class ExecutionMeters {
  private final MeterRegistry registry;

  ExecutionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void decided(Verdict verdict) {
    Counter.builder("portcullis.decisions")
        .description("Decisions of the governor, by what was computed and what was done")
        .tag("computed", verdict.computed().map(Effect::text).orElse("not_evaluated"))
        .tag("enforced", verdict.enforced().text())
        .tag("mode", verdict.mode().text())
        .register(registry)
        .increment();
  }

  void finished(String profile, ExecutionResult result) {
    Counter.builder("portcullis.executions")
        .description("Executions that ended, by cause")
        .tag("cause", result.exit().cause())
        .tag("profile", profile)
        .register(registry)
        .increment();
    Timer.builder("portcullis.queue.time")
        .description("How long executions waited for a sandbox")
        .tag("profile", profile)
        .register(registry)
        .record(result.queued());
  }
}
