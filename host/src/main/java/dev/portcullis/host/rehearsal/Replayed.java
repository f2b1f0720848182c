package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.governor.replay.DecisionDiff;

/** What came of the wish to replay. Switched over without {@code default}. */
public sealed interface Replayed {
  /** It was done. */
  record Done(String policyDigest, Thresholds thresholds, DecisionDiff diff) implements Replayed {}

  /** No such policy is kept here. */
  record UnknownPolicy() implements Replayed {}

  /** Another one is under way. */
  record Busy() implements Replayed {}
}
