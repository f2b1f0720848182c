package dev.portcullis.governor.replay;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Effect;

/** One decision of the past. */
public sealed interface Recorded {
  /** A decision that can be made again. */
  record Replayable(String id, Request request, Effect computed) implements Recorded {}

  /**
   * A decision that cannot.
   *
   * @param why one of a few reasons, counted by their text
   */
  record NotReplayable(String id, String why) implements Recorded {}
}
