package dev.portcullis.governor.policy;

/** An upper bound on requests, which the host counts: how often, or how many at once. */
public sealed interface Bound permits Rate, Quota {
  /** Whose requests are counted together. */
  RateScope by();
}
