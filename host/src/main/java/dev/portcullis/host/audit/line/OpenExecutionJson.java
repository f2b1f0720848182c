package dev.portcullis.host.audit.line;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.host.audit.OpenExecution;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the record that begins a segment names the executions that had not ended by then. */
public final class OpenExecutionJson {
  private OpenExecutionJson() {}

  /**
   * Reads a {@code decided} line, or what {@link #of(OpenExecution)} wrote.
   *
   * @throws UnreadableLineException if it is neither
   */
  public static OpenExecution of(JsonNode json) throws UnreadableLineException {
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

  /** What {@link #of(JsonNode)} reads. */
  public static Map<String, Object> of(OpenExecution execution) {
    Principal principal = execution.principal();
    Map<String, Object> json = new HashMap<>();
    json.put("id", execution.id());
    json.put(
        "principal",
        Map.of(
            "id", principal.id(),
            "key_id", principal.keyId(),
            "roles", principal.roles().stream().map(Role::text).sorted().toList()));
    json.put("action", execution.action().text());
    execution.language().ifPresent(value -> json.put("language", value));
    execution.profile().ifPresent(value -> json.put("profile", value));
    return json;
  }
}
