package dev.portcullis.host.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.replay.Recorded;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** A {@code decided} record of the journal as a decision that can be made again, or why not. */
final class RecordedDecision {
  static final String NOT_COMPUTED = "the host was halted, so nothing was computed";
  static final String OFF = "the mode was off, so nothing was computed";
  static final String EARLY = "recorded by a version that did not keep what rules ask for";
  static final String CUT = "the record was cut to fit a line";
  static final String LEFT_OUT = "the program names more, or other things, than records keep";
  static final String FOREIGN = "recorded by a version that knows more than this one";

  private RecordedDecision() {}

  static Recorded read(JsonNode record) {
    String id = record.path("decision_id").asText();
    Optional<String> why = whyNot(record);
    if (why.isPresent()) {
      return new Recorded.NotReplayable(id, why.get());
    }
    try {
      List<String> rules = new ArrayList<>();
      record.path("rules").forEach(rule -> rules.add(rule.path("id").asText()));
      return new Recorded.Replayable(
          id, request(record), Effect.of(record.path("computed").asText()).orElseThrow(), rules);
    } catch (NoSuchElementException | IllegalArgumentException | DateTimeException foreign) {
      return new Recorded.NotReplayable(id, FOREIGN);
    }
  }

  private static Optional<String> whyNot(JsonNode record) {
    JsonNode facts = record.path("facts");
    if (!record.has("computed")) {
      return Optional.of(record.path("mode").asText().equals(Mode.OFF.text()) ? OFF : NOT_COMPUTED);
    }
    if (!facts.has("asked_at")) {
      return Optional.of(EARLY);
    }
    for (JsonNode place : record.path("cut")) {
      if (place.asText().startsWith("facts") || place.asText().startsWith("principal")) {
        return Optional.of(CUT);
      }
    }
    return facts.path("left_out").asLong() > 0 ? Optional.of(LEFT_OUT) : Optional.empty();
  }

  private static Request request(JsonNode record) {
    JsonNode facts = record.path("facts");
    return new Request(
        Action.of(record.path("action").asText()).orElseThrow(),
        principal(record.path("principal")),
        Source.of(record.path("source").asText()).orElseThrow(),
        text(record.path("language")),
        text(record.path("profile")),
        text(record.path("skill").path("name")),
        RecordedLimits.read(facts.path("asked")),
        RecordedFacts.facts(facts),
        Instant.parse(facts.path("asked_at").asText()));
  }

  private static Principal principal(JsonNode principal) {
    Set<Role> roles = new HashSet<>();
    for (JsonNode role : principal.path("roles")) {
      roles.add(Role.of(role.asText()).orElseThrow());
    }
    return new Principal(principal.path("id").asText(), roles, principal.path("key_id").asText());
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue());
  }
}
