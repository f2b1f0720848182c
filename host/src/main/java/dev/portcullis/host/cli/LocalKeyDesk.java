package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import dev.portcullis.client.NewKey;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.http.port.Keys;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys in the home of a host that does not run; by the same rules as those of a running one. */
record LocalKeyDesk(LocalHome home) implements KeyDesk {
  @Override
  public ApiKey create(NewKey wanted) throws Failure {
    Set<Role> roles =
        wanted.roles().stream()
            .map(role -> Role.of(role).orElseThrow())
            .collect(Collectors.toSet());
    Source source = Source.of(wanted.source()).orElseThrow();
    try {
      return issued(home.keys().create(wanted.principal(), roles, source, LocalHome.person()));
    } catch (AuditUnavailableException unavailable) {
      throw unrecorded("nothing was changed", unavailable);
    }
  }

  @Override
  public List<ApiKey> list() {
    return home.keys().list().stream().map(key -> shown(key, null)).toList();
  }

  @Override
  public ApiKey rotate(String id) throws Failure {
    try {
      return issued(home.keys().rotate(id, LocalHome.person()).orElseThrow(() -> unknown(id)));
    } catch (AuditUnavailableException unavailable) {
      throw unrecorded("nothing was changed", unavailable);
    }
  }

  @Override
  public void revoke(String id) throws Failure {
    if (home.keys().revoke(id, LocalHome.person()).isEmpty()) {
      throw unknown(id);
    }
    if (home.owesRecords()) {
      throw unrecorded("the key has ended, and that is not on record", null);
    }
  }

  private static Failure unrecorded(String outcome, @Nullable Throwable why) {
    return new Failure(
        ExitCode.HOME, "the journal takes no record: " + outcome, "portcullis doctor", why);
  }

  private static Failure unknown(String id) {
    return new Failure(
        ExitCode.REFUSED, "there is no key `" + id + "`, or it has ended", "portcullis key list");
  }

  private static ApiKey issued(Keys.Created issued) {
    return shown(issued.key(), issued.text());
  }

  private static ApiKey shown(Keys.Key key, @Nullable String text) {
    return new ApiKey(
        key.id(),
        key.principal(),
        key.roles().stream().map(Role::text).sorted().toList(),
        key.source().text(),
        key.createdAt().toString(),
        key.revokedAt().map(Instant::toString).orElse(null),
        text);
  }

  @Override
  public void close() throws IOException {
    home.close();
  }
}
