package dev.portcullis.governor.replay;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Effect;
import java.util.List;

/** One decision of the past. */
public sealed interface Recorded {
  /**
   * A decision that can be made again.
   *
   * @param rules what determined it then, by name
   */
  record Replayable(String id, Request request, Effect computed, List<String> rules)
      implements Recorded {
    public Replayable {
      rules = List.copyOf(rules);
    }

    /** Where it is not known what determined it. */
    public Replayable(String id, Request request, Effect computed) {
      this(id, request, computed, List.of());
    }
  }

  /**
   * A decision that cannot.
   *
   * @param why one of a few reasons, counted by their text
   */
  record NotReplayable(String id, String why) implements Recorded {}
}
