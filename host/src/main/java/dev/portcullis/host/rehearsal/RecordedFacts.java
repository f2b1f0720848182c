package dev.portcullis.host.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.scan.CodeScanner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a request was judged by, as its record keeps it: all that a rule can ask of it, so that the
 * decision can be made again, and no text of the program.
 *
 * <p>Names of imports and calls are text of the caller. They are kept only where they look like
 * names, are short, and no secret is seen in them; the rest is counted as {@code left_out}, and the
 * decision cannot be made again.
 */
public final class RecordedFacts {
  private static final int MOST_IMPORTS = 128;
  private static final int MOST_CALLS = 256;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.$@/:+\\[\\]-]{1,64}");
  private static final String SECRET = "secret";

  private RecordedFacts() {}

  /** For the record. */
  public static Map<String, Object> of(Facts facts, PartialLimits asked, Instant at) {
    Map<String, Object> map = new TreeMap<>();
    map.put("asked_at", at.toString());
    Map<String, Object> limits = RecordedLimits.of(asked);
    if (!limits.isEmpty()) {
      map.put("asked", limits);
    }
    code(facts.code(), map);
    if (facts.stdinBytes() > 0) {
      map.put("stdin_bytes", facts.stdinBytes());
    }
    if (facts.fileCount() > 0) {
      map.put("file_count", (long) facts.fileCount());
      map.put("file_bytes", facts.fileBytes());
    }
    return map;
  }

  private static void code(CodeFacts code, Map<String, Object> map) {
    map.put("code_bytes", code.sizeBytes());
    if (!code.complete()) {
      map.put("complete", false);
    }
    boolean wary = code.indicators().stream().anyMatch(seen -> seen.id().equals(SECRET));
    List<String> imports = new ArrayList<>();
    List<String> modules = new ArrayList<>();
    for (Import imported : code.imports()) {
      if (imports.size() < MOST_IMPORTS
          && isKept(imported.name(), wary)
          && isKept(imported.module(), wary)) {
        imports.add(imported.name());
        modules.add(imported.module());
      }
    }
    List<String> calls = new ArrayList<>();
    for (Call call : code.calls()) {
      if (calls.size() < MOST_CALLS && isKept(call.name(), wary)) {
        calls.add(call.name());
      }
    }
    put(map, "imports", imports);
    put(map, "modules", modules);
    put(map, "calls", calls);
    put(map, "indicators", code.indicators().stream().map(RecordedFacts::indicator).toList());
    int leftOut = code.imports().size() - imports.size() + code.calls().size() - calls.size();
    if (leftOut > 0) {
      map.put("left_out", (long) leftOut);
    }
  }

  private static void put(Map<String, Object> map, String name, List<?> values) {
    if (!values.isEmpty()) {
      map.put(name, values);
    }
  }

  private static boolean isKept(String name, boolean wary) {
    return NAME.matcher(name).matches() && !(wary && holdsSecret(name));
  }

  private static boolean holdsSecret(String name) {
    return CodeScanner.scan("", name.getBytes(StandardCharsets.UTF_8)).indicators().stream()
        .anyMatch(seen -> seen.id().equals(SECRET));
  }

  private static Map<String, Object> indicator(Indicator seen) {
    return Map.of("id", seen.id(), "family", seen.family(), "line", (long) seen.line());
  }

  /** From the record; whether it is whole is for the caller to see before. */
  static Facts facts(JsonNode map) {
    JsonNode names = map.path("imports");
    JsonNode modules = map.path("modules");
    List<Import> imports = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      imports.add(new Import(names.path(i).asText(), modules.path(i).asText(), 1));
    }
    List<Call> calls = new ArrayList<>();
    map.path("calls").forEach(call -> calls.add(new Call(call.asText(), 1)));
    List<Indicator> indicators = new ArrayList<>();
    map.path("indicators")
        .forEach(
            seen ->
                indicators.add(
                    new Indicator(
                        seen.path("id").asText(),
                        seen.path("family").asText(),
                        seen.path("line").asInt())));
    return new Facts(
        new CodeFacts(
            map.path("code_bytes").asLong(),
            imports,
            calls,
            indicators,
            map.path("complete").asBoolean(true)),
        map.path("stdin_bytes").asLong(),
        map.path("file_count").asInt(),
        map.path("file_bytes").asLong());
  }
}
