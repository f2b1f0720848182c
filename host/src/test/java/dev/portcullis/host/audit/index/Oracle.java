package dev.portcullis.host.audit.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Answers the same questions by looking at every record. */
final class Oracle {
  private final List<Seen> records;

  Oracle(List<JsonNode> records) {
    this.records =
        records.stream()
            .map(record -> new Seen(record, Instant.parse(record.path("time").asText())))
            .toList();
  }

  private record Seen(JsonNode json, Instant time) {}

  List<Long> find(RecordQuery query) {
    return records.reversed().stream()
        .filter(record -> matches(record.json, record.time, query))
        .map(record -> record.json.path("seq").asLong())
        .filter(seq -> seq < query.before().orElse(Long.MAX_VALUE))
        .limit(query.limit())
        .toList();
  }

  private static boolean matches(JsonNode record, Instant time, RecordQuery query) {
    return query.filters().entrySet().stream()
            .allMatch(filter -> values(record, filter.getKey()).contains(filter.getValue()))
        && query.id().stream().allMatch(id -> ids(record).contains(id))
        && query.from().stream().noneMatch(time::isBefore)
        && query.to().stream().allMatch(time::isBefore)
        && (query.leastRisk().isEmpty()
            || query.leastRisk().getAsInt() == 0
            || record.path("risk").asInt(-1) >= query.leastRisk().getAsInt())
        && query.text().stream()
            .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+", -1)))
            .allMatch(word -> words(record).stream().anyMatch(has -> has.startsWith(word)));
  }

  /** How many records of that time have each value. */
  Map<String, Long> counts(Dimension dimension, Instant from, Instant to) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode record : within(from, to)) {
      values(record, dimension).forEach(value -> counts.merge(value, 1L, Long::sum));
    }
    return counts;
  }

  List<JsonNode> within(Instant from, Instant to) {
    return records.stream()
        .filter(record -> !record.time.isBefore(from) && record.time.isBefore(to))
        .map(Seen::json)
        .toList();
  }

  /** Numbers of the decisions of the highest risk. */
  List<Long> topRisks(Instant from, Instant to, int most) {
    return within(from, to).stream()
        .filter(record -> record.path("risk").asInt() > 0)
        .sorted(
            Comparator.comparingInt((JsonNode record) -> -record.path("risk").asInt())
                .thenComparingLong(record -> -record.path("seq").asLong()))
        .limit(most)
        .map(record -> record.path("seq").asLong())
        .toList();
  }

  static List<String> values(JsonNode record, Dimension dimension) {
    List<String> values = new ArrayList<>();
    if (dimension == Dimension.RULE) {
      record.path("rules").forEach(rule -> values.add(rule.path("id").asText()));
      return values;
    }
    String pointer =
        switch (dimension) {
          case STAGE -> "/stage";
          case ACTION -> "/action";
          case DECISION -> "/enforced";
          case COMPUTED -> "/computed";
          case PRINCIPAL -> "/principal/id";
          case KEY -> "/principal/key_id";
          case SOURCE -> "/source";
          case CLIENT_IP -> "/client_ip";
          case SKILL -> "/skill/name";
          case LANGUAGE -> "/language";
          case PROFILE -> "/profile";
          case MODE -> "/mode";
          case POLICY -> "/policy_digest";
          case CAUSE -> "/outcome/cause";
          case PROBLEM -> "/outcome/problem";
          case RISK -> "/risk";
          case RULE, WORD -> throw new IllegalArgumentException("not one value");
        };
    if (!record.at(pointer).isMissingNode()) {
      values.add(record.at(pointer).asText());
    }
    return values;
  }

  private static List<String> ids(JsonNode record) {
    return List.of(
        record.path("id").asText(),
        record.path("decision_id").asText(),
        record.path("request_id").asText(),
        record.path("trace_id").asText());
  }

  private static List<String> words(JsonNode record) {
    List<String> texts = new ArrayList<>(values(record, Dimension.RULE));
    for (String pointer :
        List.of(
            "/action",
            "/outcome/cause",
            "/outcome/problem",
            "/outcome/detail",
            "/change/after/reason")) {
      texts.add(record.at(pointer).asText());
    }
    if (!record.has("decision_id")) {
      texts.add(record.at("/facts/after").asText());
    }
    return texts.stream()
        .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+", -1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
