package dev.portcullis.governor.facts;

import java.util.Set;

/**
 * Who asks.
 *
 * @param id the principal's name, as policies match it
 * @param roles at least one
 * @param keyId the key that proved it
 */
public record Principal(String id, Set<Role> roles, String keyId) {
  public Principal {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a principal has at least one role");
    }
  }

  /** Whether this principal has that role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }
}
