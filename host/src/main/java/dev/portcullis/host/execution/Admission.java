package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.Limits;

/** What became of a request at the gate. Switched over without {@code default}. */
public sealed interface Admission {
  /** It is on its way, its decision on disk. */
  record Admitted(Execution execution) implements Admission {}

  /** It was only to be judged, was, and the decision is on disk. */
  record Judged(DecisionRecord decision, Limits limits) implements Admission {}

  /** It does not run. */
  record Refused(Refusal refusal) implements Admission {}
}
