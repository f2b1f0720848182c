package dev.portcullis.host.governance;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.policy.Policy;

/** A policy and the bytes it was read from, which nobody changes. */
final class PolicyDocument {
  private final Policy policy;
  private final byte[] bytes;

  private PolicyDocument(Policy policy, byte[] bytes) {
    this.policy = policy;
    this.bytes = bytes;
  }

  /** Reads a document that was kept before, and runs its tests. */
  static PolicyDocument read(byte[] bytes) throws InvalidPolicyException {
    return new PolicyDocument(new PolicyReader().read(bytes), bytes);
  }

  /**
   * Reads a document that is new, and runs its tests. It may match no language by an alias: what is
   * kept is not asked again, since a profile that comes later may bring any alias.
   */
  static PolicyDocument readNew(byte[] bytes, Offered offered) throws InvalidPolicyException {
    return new PolicyDocument(new PolicyReader(offered.aliases()).read(bytes), bytes);
  }

  Policy policy() {
    return policy;
  }

  byte[] bytes() {
    return bytes;
  }

  String digest() {
    return policy.digest().text();
  }
}
