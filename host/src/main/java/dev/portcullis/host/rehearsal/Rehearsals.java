package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import java.io.IOException;
import java.util.Optional;

/** Tries a policy on what did not happen, and on what did. Leaves no trace of its own. */
public interface Rehearsals {
  /**
   * What would be decided. A few are made at a time, since each may compile a policy.
   *
   * @return empty if the policy it names is not kept here
   * @throws InvalidPolicyException if this version of the host cannot read that policy any more
   * @throws RehearsalBusyException if as many as may be are under way
   */
  Optional<Explanation> explain(Hypothesis hypothesis)
      throws InvalidPolicyException, RehearsalBusyException;

  /**
   * What a kept policy would have decided otherwise, under the thresholds and toggles in force. Of
   * these, one runs at a time, since each keeps a processor busy.
   *
   * @throws InvalidPolicyException if this version of the host cannot read that policy any more
   * @throws IOException if the journal cannot be read
   */
  Replayed replay(String policyDigest, Span span) throws InvalidPolicyException, IOException;
}
