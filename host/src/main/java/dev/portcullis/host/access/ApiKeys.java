package dev.portcullis.host.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes, proves and ends API keys. Safe for use by many threads.
 *
 * <p>What a key proves is remembered for a second: a key ended here ends at once, one ended by
 * another process on the same database (the command line on the host) within that second.
 */
public final class ApiKeys {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final KeyTable table;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Optional<KeyTable.Row>> proven;

  /** Keys of this database. */
  public ApiKeys(Database database, InstantSource clock) {
    this(database, clock, Ticker.systemTicker());
  }

  ApiKeys(Database database, InstantSource clock, Ticker ticker) {
    this.table = new KeyTable(database);
    this.clock = clock;
    this.proven =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .ticker(ticker)
            .build();
  }

  /** Is told of a new key before it proves anything; if that fails it never does. */
  @FunctionalInterface
  public interface Witness<X extends Exception> {
    /** This key is about to be made. */
    void sees(ApiKey key) throws X;
  }

  /** Makes a key; the caller shows its text once. */
  public <X extends Exception> IssuedKey create(
      String principal,
      Set<Role> roles,
      Source source,
      Optional<Instant> expiresAt,
      Witness<X> witness)
      throws X {
    KeyText text = KeyText.random(random);
    ApiKey key = new ApiKey(newId(), principal, roles, source, now(), expiresAt, Optional.empty());
    witness.sees(key);
    table.insert(new KeyTable.Row(key, text.sha256()));
    return new IssuedKey(key, text.reveal());
  }

  /** Who has this key, if it is one and good. Quick: called for every request. */
  public Optional<Authenticated> authenticate(String text) {
    return KeyText.parse(text)
        .map(KeyText::sha256)
        .flatMap(this::find)
        .filter(key -> key.isGoodAt(clock.instant()))
        .map(ApiKey::authenticated);
  }

  private Optional<ApiKey> find(String sha256) {
    // Loading is atomic with invalidation: no reader puts back what a revocation took out.
    return proven
        .get(sha256, table::bySha256)
        .filter(found -> MessageDigest.isEqual(bytes(found.sha256()), bytes(sha256)))
        .map(KeyTable.Row::key);
  }

  /** Every key, the newest first, ended ones included. */
  public List<ApiKey> list() {
    return table.all();
  }

  /**
   * Replaces a key by a new one of the same principal, roles, source and end; the old one ends at
   * once, and not before the witness has seen the new one. Empty if there is no such key, or it has
   * ended.
   */
  public <X extends Exception> Optional<IssuedKey> rotate(String id, Witness<X> witness) throws X {
    Optional<KeyTable.Row> old = table.byId(id).filter(row -> row.key().isGoodAt(clock.instant()));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    ApiKey was = old.get().key();
    KeyText text = KeyText.random(random);
    ApiKey key =
        new ApiKey(
            newId(),
            was.principal(),
            was.roles(),
            was.source(),
            now(),
            was.expiresAt(),
            Optional.empty());
    witness.sees(key);
    if (!table.replace(id, new KeyTable.Row(key, text.sha256()))) {
      return Optional.empty();
    }
    proven.invalidate(old.get().sha256());
    return Optional.of(new IssuedKey(key, text.reveal()));
  }

  /** Ends a key at once; idempotent. Empty if there is no such key. */
  public Optional<ApiKey> revoke(String id) {
    Optional<KeyTable.Row> ended = table.revoke(id, now());
    ended.ifPresent(row -> proven.invalidate(row.sha256()));
    return ended.map(KeyTable.Row::key);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String newId() {
    return "key_" + UlidCreator.getMonotonicUlid();
  }

  private static byte[] bytes(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }
}
