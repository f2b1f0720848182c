package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which records of a stream a client wants; without conditions every one, unread. */
final class RecordFilter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> POINTERS =
      Map.of(
          "principal", "/principal/id",
          "action", "/action",
          "decision", "/enforced",
          "skill", "/skill/name",
          "stage", "/stage");

  private final List<Condition> conditions;

  private RecordFilter(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  private record Condition(String pointer, String wanted) {}

  static RecordFilter of(ContainerRequestContext context) {
    List<Condition> conditions = new ArrayList<>();
    POINTERS.forEach(
        (name, pointer) ->
            Query.text(context, name)
                .ifPresent(wanted -> conditions.add(new Condition(pointer, wanted))));
    return new RecordFilter(conditions);
  }

  boolean shows(byte[] line) throws IOException {
    if (conditions.isEmpty()) {
      return true;
    }
    JsonNode record = JSON.readTree(line);
    return conditions.stream()
        .allMatch(
            condition -> record.at(condition.pointer()).asText("").equals(condition.wanted()));
  }
}
