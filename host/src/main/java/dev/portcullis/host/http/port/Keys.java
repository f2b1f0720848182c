package dev.portcullis.host.http.port;

import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes, shows, rotates and revokes API keys. A new key is recorded before it is good; the end of
 * one takes effect at once and is recorded as soon as that can be.
 */
public interface Keys {
  /** Makes a key; its text is never shown again. */
  Created create(String principal, Set<Role> roles, Source source, Caller by)
      throws AuditUnavailableException, InterruptedException;

  /** Every key, the newest first. */
  List<Key> list();

  /** Replaces the text of a key that is there and not revoked; the old text ends at once. */
  Optional<Created> rotate(String id, Caller by)
      throws AuditUnavailableException, InterruptedException;

  /** Ends a key; idempotent. Empty if there is no such key. */
  Optional<Key> revoke(String id, Caller by) throws AuditUnavailableException, InterruptedException;

  /** A key without its text. */
  record Key(
      String id,
      String principal,
      Set<Role> roles,
      Source source,
      Instant createdAt,
      Optional<Instant> revokedAt) {
    public Key {
      roles = Set.copyOf(roles);
    }
  }

  /** A key and its text, told once. */
  record Created(Key key, String text) {
    /** Without the text: it is a secret. */
    @Override
    public String toString() {
      return "Created[" + key + "]";
    }
  }
}
