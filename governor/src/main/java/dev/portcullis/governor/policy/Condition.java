package dev.portcullis.governor.policy;

import dev.portcullis.governor.facts.Request;

/** The {@code when} of a rule: a further test of a request that its {@link Match} let through. */
@FunctionalInterface
public interface Condition {
  /**
   * Whether it holds.
   *
   * @throws ConditionFailedException if that cannot be said, which counts against the caller
   */
  boolean holds(Request request) throws ConditionFailedException;
}
