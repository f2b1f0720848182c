package dev.portcullis.host;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.http.port.Authenticator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Proves callers, and records by address and minute how often somebody had no valid key. */
final class FailedLogins implements Authenticator, AutoCloseable {
  private static final String ATTEMPTS = "attempts";

  private final Authenticator authenticator;
  private final Minutes<String> failures;

  FailedLogins(Authenticator authenticator, Minutes.Writer writer, InstantSource clock) {
    this.authenticator = authenticator;
    this.failures = new Minutes<>("failed-logins", writer, clock, "others", FailedLogins::record);
  }

  void start() {
    failures.start();
  }

  @Override
  public Optional<Authenticated> authenticate(String bearer, String clientIp) {
    Optional<Authenticated> who = authenticator.authenticate(bearer, clientIp);
    if (who.isEmpty()) {
      failures.add(clientIp, ATTEMPTS);
    }
    return who;
  }

  private static AuditRecord record(String address, Instant minute, Map<String, Long> times) {
    return new AuditRecord.SystemEvent(
        "login.failed",
        Map.of(
            "address",
            address,
            "minute",
            minute.toString(),
            ATTEMPTS,
            times.getOrDefault(ATTEMPTS, 0L)));
  }

  /** Records the minutes that are over. */
  void recordOver() {
    failures.recordOver();
  }

  @Override
  public void close() {
    failures.close();
  }
}
