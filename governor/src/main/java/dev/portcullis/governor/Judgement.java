package dev.portcullis.governor;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.PolicyDigest;
import java.util.List;

/**
 * The whole answer of the governor to one request.
 *
 * @param decision what the policy computed
 * @param enforcement what is done about it
 * @param trace every rule in scope, in the order of the policy
 * @param messages for the caller, of the rules that matched or erred and have one of their own
 * @param obligations rates and quotas it counts in before it runs
 * @param ceiling what the most generous matched allow rule permits of each limit; absent where one
 *     of them says nothing of it, or none matched
 * @param policy by which it was judged
 * @param settings under which it was judged
 */
public record Judgement(
    Decision decision,
    Enforcement enforcement,
    List<RuleTrace> trace,
    List<Reason> messages,
    List<Obligation> obligations,
    PartialLimits ceiling,
    PolicyDigest policy,
    Settings settings) {
  public Judgement {
    trace = List.copyOf(trace);
    messages = List.copyOf(messages);
    obligations = List.copyOf(obligations);
  }
}
