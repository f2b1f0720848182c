package dev.portcullis.host;

import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.access.ApiKey;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.access.IssuedKey;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.http.port.Keys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys whose every change is on record. A new key is recorded before it proves anything, and one
 * that is replaced stays good until then; the end of a key is never put off, and recorded as soon
 * as the journal takes it.
 */
public final class RecordedKeys implements Keys {
  private final ApiKeys keys;
  private final Journal journal;
  private final OwedRecords owed;

  public RecordedKeys(ApiKeys keys, Journal journal, OwedRecords owed) {
    this.keys = keys;
    this.journal = journal;
    this.owed = owed;
  }

  @Override
  public Created create(String principal, Set<Role> roles, Source source, Caller by)
      throws AuditUnavailableException {
    return told(
        keys.create(
            principal,
            roles,
            source,
            Optional.empty(),
            key -> journal.append(new AuditRecord.Admin(by, "key.create", Map.of(), asMap(key)))));
  }

  @Override
  public List<Key> list() {
    return keys.list().stream().map(RecordedKeys::shown).toList();
  }

  @Override
  public Optional<Created> rotate(String id, Caller by) throws AuditUnavailableException {
    Map<String, Object> before = Map.of("id", id);
    return keys.rotate(
            id, key -> journal.append(new AuditRecord.Admin(by, "key.rotate", before, asMap(key))))
        .map(RecordedKeys::told);
  }

  @Override
  public Optional<Key> revoke(String id, Caller by) {
    Optional<ApiKey> revoked = keys.revoke(id);
    revoked.ifPresent(
        key -> owed.add(new AuditRecord.Admin(by, "key.revoke", asMap(key), Map.of())));
    return revoked.map(RecordedKeys::shown);
  }

  private static Created told(IssuedKey issued) {
    return new Created(shown(issued.key()), issued.text());
  }

  private static Map<String, Object> asMap(ApiKey key) {
    return Map.of(
        "id", key.id(),
        "principal", key.principal(),
        "roles", key.roles().stream().map(Role::text).sorted().toList(),
        "source", key.source().text());
  }

  private static Key shown(ApiKey key) {
    return new Key(
        key.id(), key.principal(), key.roles(), key.source(), key.createdAt(), key.revokedAt());
  }
}
