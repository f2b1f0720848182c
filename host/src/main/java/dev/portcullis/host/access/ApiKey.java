package dev.portcullis.host.access;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key without its text.
 *
 * @param id {@code key_} and a ULID
 * @param principal whose it is
 * @param source {@code api} or {@code cli}: the door it was made for
 * @param expiresAt from when on it proves nothing; absent if it does not end by itself
 * @param revokedAt since when it proves nothing; absent while it does
 */
public record ApiKey(
    String id,
    String principal,
    Set<Role> roles,
    Source source,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {
  public ApiKey {
    roles = Set.copyOf(roles);
    if (source != Source.API && source != Source.CLI) {
      throw new IllegalArgumentException("a key is made for api or cli, not " + source.text());
    }
    if (principal.isBlank() || roles.isEmpty()) {
      throw new IllegalArgumentException("a key has a principal and at least one role");
    }
  }

  boolean isGoodAt(Instant now) {
    return revokedAt.isEmpty() && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /** Who has it, through which door. */
  Authenticated authenticated() {
    return new Authenticated(new Principal(principal, roles, id), source);
  }
}
