package dev.portcullis.host.execution;

import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.RuleTrace;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Stage;
import dev.portcullis.host.audit.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts decisions and ends. Every label comes from a closed set, from this host's profiles, or is
 * one of the first so many shadow rules.
 */
final class ExecutionMeters {
  private static final int SHADOW_RULES = 200;

  private final MeterRegistry registry;
  private final Set<String> shadowRules = ConcurrentHashMap.newKeySet();

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

  /** What rules would have said that are evaluated and not enforced. */
  void shadowed(Judgement judgement) {
    for (RuleTrace trace : judgement.trace()) {
      if (trace.stage() == Stage.SHADOW && (trace.matched() || trace.error().isPresent())) {
        Counter.builder("portcullis.shadow.matches")
            .description("Requests that a shadow rule matched, or erred at, by rule")
            .tag("rule", shadowRule(trace.id().text()))
            .register(registry)
            .increment();
      }
    }
  }

  private String shadowRule(String id) {
    if (shadowRules.size() < SHADOW_RULES) {
      shadowRules.add(id);
    }
    return shadowRules.contains(id) ? id : "others";
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
