package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.rehearsal.Hypothesis;
import dev.portcullis.host.sandbox.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a request that nobody makes. Its fields are those of a policy's own tests, and what it
 * leaves out is what those leave out.
 */
final class HypothesisReader {
  private static final int LONGEST_NAME = 128;
  private static final long LARGEST = (1L << 53) - 1;

  private final ObjectReader body;
  private final Faults faults;

  private HypothesisReader(ObjectReader body, Faults faults) {
    this.body = body;
    this.faults = faults;
  }

  static Optional<Hypothesis> read(ObjectReader body, Faults faults) {
    Hypothesis read = new HypothesisReader(body, faults).hypothesis();
    body.finish();
    return Optional.of(read);
  }

  private Hypothesis hypothesis() {
    Optional<String> digest = body.text("policy_digest");
    if (digest.isPresent() && !PolicyDigest.isValid(digest.get())) {
      faults.add(body.at("policy_digest"), "must be `sha256:` and 64 hexadecimal digits");
    }
    return new Hypothesis(
        choice("action", Action::of, Arrays.stream(Action.values()).map(Action::text).toList())
            .orElse(Action.EXECUTION_CREATE),
        name("principal").orElse("anyone"),
        roles(),
        choice("source", Source::of, Arrays.stream(Source.values()).map(Source::text).toList())
            .orElse(Source.API),
        name("language"),
        name("profile"),
        name("skill"),
        body.text("code")
            .map(code -> Bytes.of(code.getBytes(StandardCharsets.UTF_8)))
            .orElse(Bytes.EMPTY),
        body.number("stdin_bytes", 0, LARGEST).orElse(0),
        (int) body.number("files", 0, Integer.MAX_VALUE).orElse(0),
        body.number("file_bytes", 0, LARGEST).orElse(0),
        AskedLimits.read(body),
        ConfigChangeReader.time(body, "time", faults),
        digest);
  }

  private Optional<String> name(String field) {
    Optional<String> text = body.text(field);
    if (text.isPresent() && (text.get().isEmpty() || text.get().length() > LONGEST_NAME)) {
      faults.add(body.at(field), "must be 1 to " + LONGEST_NAME + " characters");
    }
    return text;
  }

  private Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<String> known = Arrays.stream(Role.values()).map(Role::text).toList();
    body.each(
        "roles",
        known.size(),
        (JsonNode element, String pointer) -> {
          Optional<Role> role = Optional.ofNullable(element.textValue()).flatMap(Role::of);
          if (role.isEmpty()) {
            faults.add(pointer, "must be one of " + String.join(", ", known));
          }
          role.ifPresent(roles::add);
        });
    return roles.isEmpty() ? Set.of(Role.AGENT) : roles;
  }

  private <T> Optional<T> choice(
      String field, Function<String, Optional<T>> value, List<String> known) {
    Optional<String> text = body.text(field);
    Optional<T> chosen = text.flatMap(value);
    if (text.isPresent() && chosen.isEmpty()) {
      faults.add(body.at(field), "must be one of " + String.join(", ", known));
    }
    return chosen;
  }
}
