package dev.portcullis.host.governance;

/** Gives out the policy and the run-time configuration in force; a reload swaps them as one. */
public interface Rules {
  /** What is in force now: take it once for each request. */
  InForce inForce();
}
