package dev.portcullis.host.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An execution that was let in and has no {@code finished} record yet. */
public record OpenExecution(
    String id,
    Principal principal,
    Action action,
    Optional<String> language,
    Optional<String> profile) {
  static OpenExecution of(AuditRecord.Decided decided) {
    return new OpenExecution(
        decided.id(),
        decided.caller().principal(),
        decided.action(),
        decided.language(),
        decided.profile());
  }

  /** Reads a {@code decided} line, or what {@link #toJson} wrote. */
  static OpenExecution of(JsonNode json) throws UnreadableLineException {
    JsonNode principal = json.path("principal");
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (JsonNode role : principal.path("roles")) {
      roles.add(Role.of(role.asText()).orElseThrow(() -> unknown("role", role)));
    }
    if (roles.isEmpty()) {
      throw new UnreadableLineException("its principal has no role");
    }
    return new OpenExecution(
        json.path("id").asText(),
        new Principal(principal.path("id").asText(), roles, principal.path("key_id").asText()),
        Action.of(json.path("action").asText())
            .orElseThrow(() -> unknown("action", json.path("action"))),
        Optional.ofNullable(json.path("language").textValue()),
        Optional.ofNullable(json.path("profile").textValue()));
  }

  private static UnreadableLineException unknown(String what, JsonNode value) {
    return new UnreadableLineException("it names the unknown " + what + " " + value);
  }

  /** What begins a segment says it this way. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new HashMap<>();
    json.put("id", id);
    json.put(
        "principal",
        Map.of(
            "id", principal.id(),
            "key_id", principal.keyId(),
            "roles", principal.roles().stream().map(Role::text).sorted().toList()));
    json.put("action", action.text());
    language.ifPresent(value -> json.put("language", value));
    profile.ifPresent(value -> json.put("profile", value));
    return json;
  }

  /** The record that closes it: nothing of its end is known, for that reason. */
  public AuditRecord.Finished lost(String cause, String detail) {
    return new AuditRecord.Finished(
        id, principal, action, language, profile, Optional.empty(), Ending.unknown(cause, detail));
  }
}
