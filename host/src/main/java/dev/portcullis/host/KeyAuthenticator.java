package dev.portcullis.host;

import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.http.port.Authenticator;
import java.util.Optional;

/** Proves callers by their API keys. */
final class KeyAuthenticator implements Authenticator {
  private final ApiKeys keys;

  KeyAuthenticator(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<Authenticated> authenticate(String bearer, String clientIp) {
    return keys.authenticate(bearer)
        .map(proven -> new Authenticated(proven.principal(), proven.source()));
  }
}
