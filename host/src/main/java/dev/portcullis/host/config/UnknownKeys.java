package dev.portcullis.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.document.Suggestion;
import java.util.List;
import java.util.Set;

/** Finds keys that mean nothing, and what they were probably meant to be. */
final class UnknownKeys {
  private UnknownKeys() {}

  static void report(JsonNode table, Set<String> known, String prefix, List<String> problems) {
    table
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.add(prefix + key + ": unknown key" + Suggestion.clause(key, known));
              }
            });
  }
}
