package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import dev.portcullis.client.NewKey;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.access.IssuedKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys in the home of a host that does not run; every change is on record before it is made. */
record LocalKeyDesk(LocalHome home) implements KeyDesk {
  @Override
  public ApiKey create(NewKey wanted) throws Failure {
    Set<Role> roles =
        wanted.roles().stream()
            .map(role -> Role.of(role).orElseThrow())
            .collect(Collectors.toSet());
    Source source = Source.of(wanted.source()).orElseThrow();
    home.record(
        "key.create",
        Map.of(),
        Map.of(
            "principal", wanted.principal(), "roles", wanted.roles(), "source", wanted.source()));
    return issued(home.keys().create(wanted.principal(), roles, source, Optional.empty()));
  }

  @Override
  public List<ApiKey> list() {
    return home.keys().list().stream().map(key -> shown(key, null)).toList();
  }

  @Override
  public ApiKey rotate(String id) throws Failure {
    if (home.keys().list().stream()
        .noneMatch(key -> key.id().equals(id) && key.revokedAt().isEmpty())) {
      throw unknown(id);
    }
    home.record("key.rotate", Map.of("id", id), Map.of());
    return issued(home.keys().rotate(id).orElseThrow(() -> unknown(id)));
  }

  @Override
  public void revoke(String id) throws Failure {
    if (home.keys().list().stream().noneMatch(key -> key.id().equals(id))) {
      throw unknown(id);
    }
    home.record("key.revoke", Map.of("id", id), Map.of());
    if (home.keys().revoke(id).isEmpty()) {
      throw unknown(id);
    }
  }

  private static Failure unknown(String id) {
    return new Failure(
        ExitCode.REFUSED, "there is no key `" + id + "`, or it has ended", "portcullis key list");
  }

  private static ApiKey issued(IssuedKey issued) {
    return shown(issued.key(), issued.text());
  }

  private static ApiKey shown(dev.portcullis.host.access.ApiKey key, @Nullable String text) {
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
