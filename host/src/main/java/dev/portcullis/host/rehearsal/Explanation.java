package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.RuleTrace;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.LimitGrant;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Rule;
import java.util.List;
import java.util.Optional;

/**
 * What would be decided of a request that nobody makes, and what every rule has to do with it.
 *
 * @param request as it would be judged, its names resolved
 * @param judgement what the policy computes, also where the mode would compute nothing
 * @param mode the one in force
 * @param enforced what would be done about it
 * @param switchedOff the language an operator switched off, which refuses it whatever the policy
 *     says
 * @param disabled rules that fit and are switched off, so that nothing asked them
 * @param unfit rules whose match does not fit, at most {@link #MOST_UNFIT} of them
 * @param unfitCount how many there are in all
 * @param grant the limits it would get; empty where no profile of this host is named
 * @param notes what would keep it from being judged at all
 */
public record Explanation(
    Request request,
    Judgement judgement,
    Mode mode,
    Effect enforced,
    Optional<String> switchedOff,
    List<Rule> disabled,
    List<Unfit> unfit,
    int unfitCount,
    Optional<LimitGrant> grant,
    List<String> notes) {
  /** Rules that do not fit are named up to here; a large policy has thousands. */
  public static final int MOST_UNFIT = 200;

  public Explanation {
    disabled = List.copyOf(disabled);
    unfit = List.copyOf(unfit);
    notes = List.copyOf(notes);
  }

  /** A rule that is not about the request, and the parts of its match that do not fit. */
  public record Unfit(Rule rule, List<String> parts) {
    public Unfit {
      parts = List.copyOf(parts);
    }
  }

  /** Every rule that was asked, in the order of the policy. */
  public List<RuleTrace> trace() {
    return judgement.trace();
  }
}
