package dev.portcullis.host.http.port;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Source;
import java.util.Optional;

/** Tells who holds a key. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Who holds this key, if it is a valid one; called for every request, so it is quick.
   *
   * @param clientIp whose failures are counted
   */
  Optional<Authenticated> authenticate(String bearer, String clientIp);

  /** A principal and the door its key was made for. */
  record Authenticated(Principal principal, Source source) {}
}
