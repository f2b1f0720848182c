package dev.portcullis.host.execution;

import dev.portcullis.host.audit.Caller;
import java.util.List;
import java.util.Optional;

/** The one path. HTTP, MCP, skills, sessions, cron and the console all call this. */
public interface Executions {
  /**
   * Takes a request through admission, the governor and the journal; if it may run, it is on its
   * way when this returns.
   */
  Admission submit(ExecutionRequest request, Caller caller);

  /** The execution of that id, while its result is kept. */
  Optional<Execution> find(ExecutionId id);

  /**
   * Executions from the newest to the oldest, while their results are kept.
   *
   * @param owner only those of this principal, or everybody's
   * @param before only those older than this one
   * @param limit at most so many, at least 1
   */
  List<Execution> list(Optional<String> owner, Optional<ExecutionId> before, int limit);
}
