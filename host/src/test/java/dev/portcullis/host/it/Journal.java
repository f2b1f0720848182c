package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The journal's files, read as anybody may read them: while the host runs and after. */
record Journal(Path directory) {
  static Journal of(Home home) {
    return new Journal(home.audit());
  }

  /** Every complete line, in order. */
  List<JsonNode> records() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (Path segment : segments()) {
      String text = Files.readString(segment, StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n') + 1;
      for (String line : text.substring(0, end).lines().toList()) {
        records.add(Answer.JSON.readTree(line));
      }
    }
    return records;
  }

  /** Every record of that stage, in order. */
  List<JsonNode> records(String stage) throws IOException {
    return records().stream().filter(line -> stage.equals(line.path("stage").asText())).toList();
  }

  /** The records about one execution. */
  List<JsonNode> about(String id) throws IOException {
    return records().stream().filter(line -> id.equals(line.path("id").asText())).toList();
  }

  /**
   * Invariant 5: each decision that let something run has exactly one end, nothing else has any.
   */
  void assertEveryAdmissionEndedOnce() throws IOException {
    Map<String, Integer> expected = new TreeMap<>();
    for (JsonNode decided : records("decided")) {
      boolean opens =
          !decided.path("enforced").asText().equals("block")
              && !decided.path("dry_run").asBoolean();
      expected.put(decided.path("id").asText(), opens ? 1 : 0);
    }
    Map<String, Integer> ends = new TreeMap<>(expected);
    ends.replaceAll((_, _) -> 0);
    for (JsonNode finished : records("finished")) {
      ends.merge(finished.path("id").asText(), 1, Integer::sum);
    }
    assertThat(ends).isEqualTo(expected);
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }
}
