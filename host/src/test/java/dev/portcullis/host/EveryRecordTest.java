package dev.portcullis.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.access.ApiKeys;
import dev.portcullis.host.access.IssuedKey;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.store.Database;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that decides and runs nothing does everything that is to be on record, and every line it
 * writes has the published form.
 */
class EveryRecordTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      rules:
        - {id: all, match: {actions: [execution.create]}, effect: allow}
        - {id: wary, match: {actions: [execution.create], languages: [node]}, effect: warn}
        - {id: never, match: {actions: [execution.create], languages: [bash]}, effect: block, message: Shells are for people}
        - {id: few, match: {actions: [execution.create]}, rate: {count: 2, per: 1h, by: principal}}
      """;
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void aHostsLife_isOnRecordInThePublishedForm() throws Exception {
    Home home = new Home(folder.resolve("home"));
    home.prepare();
    Files.writeString(home.policy(), POLICY);
    Files.writeString(home.images(), images());
    String admin = adminKey(home);
    try (Host host = Host.start(home, Host.Kind.GATEWAY, Optional.of(0))) {
      run(host, admin, "python", 503);
      run(host, admin, "node", 503);
      run(host, admin, "python", 429);
      run(host, admin, "bash", 403);
      send(host, admin, "POST", "/v1/executions?dry_run=true", program("python"), 200);
      send(host, admin, "POST", "/v1/kill", "{\"reason\":\"a drill\"}", 200);
      run(host, admin, "python", 503);
      send(host, admin, "POST", "/v1/resume", "{}", 200);
      store(host, admin, POLICY + "# another\n");
      change(host, admin, "{\"rules\":{\"few\":\"shadow\"}}");
      change(
          host,
          admin,
          "{\"mode\":\"audit_only\",\"expires_at\":\"%s\"}"
              .formatted(Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS)));
      while (!mode(host, admin).equals("soft_block")) {
        Thread.sleep(50);
      }
      change(host, admin, "{\"mode\":\"hard_block\"}");
      String made =
          send(host, admin, "POST", "/v1/keys", "{\"principal\":\"p\",\"roles\":[\"agent\"]}", 201);
      String id = JSON.readTree(made).path("id").asText();
      send(host, admin, "POST", "/v1/keys/" + id + "/rotate", "", 200, 201);
      send(host, admin, "DELETE", "/v1/keys/" + id, "", 200, 204);
      send(host, "ptc_" + "x".repeat(36), "GET", "/v1/audit", "", 401);
      assertThat(send(host, admin, "GET", "/v1/audit?q=shells%20people", "", 200))
          .contains("\"id\":\"never\"")
          .doesNotContain("wary");
      send(host, admin, "GET", "/v1/audit/summary", "", 200);
      send(host, admin, "GET", "/v1/audit/export?format=csv", "", 200);
    }
    List<JsonNode> records = new ArrayList<>(records(home));
    tearTheLastLine(home);
    try (Host host = Host.start(home, Host.Kind.GATEWAY, Optional.of(0))) {
      send(host, admin, "POST", "/v1/audit/archive", "", 200);
    }
    records.addAll(records(home));
    Schema schema = schema();
    for (JsonNode record : records) {
      assertThat(schema.validate(record)).as("%s", record).isEmpty();
    }
    assertThat(kinds(records))
        .contains(
            "decided allow",
            "decided warn",
            "decided block never",
            "decided block few",
            "decided block kill-switch",
            "decided allow dry_run",
            "finished refused preflight_failed",
            "admin policy.activate",
            "admin policy.store",
            "admin audit.archive",
            "admin governor.expire",
            "admin governor.config",
            "admin kill",
            "admin resume",
            "admin key.create",
            "admin key.rotate",
            "admin key.revoke",
            "system system.start",
            "system system.stop",
            "system system.segment",
            "system system.recovery",
            "system login.failed",
            "system audit.read");
    assertChangesTellBoth(records);
    JsonNode reads = find(records, "audit.read").path("facts");
    assertThat(reads.path("routes").path("/v1/audit").asInt()).isEqualTo(1);
    assertThat(reads.path("routes").path("/v1/audit/summary").asInt()).isEqualTo(1);
    JsonNode failed = find(records, "login.failed").path("facts");
    assertThat(failed.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(failed.path("attempts").asInt()).isEqualTo(1);
    String all = records.toString();
    assertThat(all).doesNotContain(admin).doesNotContain("print(6*7)").doesNotContain("hush");
  }

  /** Where there was something before, it is told, and so is what is there after. */
  private static void assertChangesTellBoth(List<JsonNode> records) {
    JsonNode mode = find(records, "governor.config").path("change");
    assertThat(mode.at("/before/mode").asText()).isEqualTo("soft_block");
    assertThat(mode.at("/after/mode").asText()).isEqualTo("hard_block");
    assertThat(find(records, "kill").at("/change/before/halted").asBoolean(true)).isFalse();
    assertThat(find(records, "kill").at("/change/after/reason").asText()).isEqualTo("a drill");
    assertThat(find(records, "resume").at("/change/before/halted").asBoolean()).isTrue();
    assertThat(find(records, "resume").at("/change/after/halted").asBoolean(true)).isFalse();
    assertThat(find(records, "key.create").at("/change/after/principal").asText()).isEqualTo("p");
    assertThat(find(records, "key.rotate").at("/change/before/id").asText()).startsWith("key_");
    assertThat(find(records, "key.rotate").at("/change/after/id").asText()).startsWith("key_");
    assertThat(find(records, "key.revoke").at("/change/before/principal").asText()).isEqualTo("p");
    assertThat(find(records, "policy.activate").at("/change/after/policy_digest").asText())
        .startsWith("sha256:");
  }

  private static JsonNode find(List<JsonNode> records, String action) {
    return records.stream()
        .filter(record -> record.path("action").asText().equals(action))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static Set<String> kinds(List<JsonNode> records) {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode record : records) {
      String stage = record.path("stage").asText();
      String what =
          switch (stage) {
            case "decided" -> {
              String enforced = record.path("enforced").asText();
              yield enforced
                  + (enforced.equals("block") ? " " + record.at("/rules/0/id").asText() : "")
                  + (record.path("dry_run").asBoolean() ? " dry_run" : "");
            }
            case "finished" ->
                record.at("/outcome/cause").asText() + " " + record.at("/outcome/problem").asText();
            default -> record.path("action").asText();
          };
      kinds.add(stage + " " + what);
    }
    return kinds;
  }

  private static String adminKey(Home home) {
    try (Database database = Database.open(home.database())) {
      IssuedKey key =
          new ApiKeys(database, Clock.systemUTC())
              .create("root", Set.of(Role.ADMIN), Source.CLI, Optional.empty(), _ -> {});
      return key.text();
    }
  }

  private void run(Host host, String key, String language, int status) throws Exception {
    send(host, key, "POST", "/v1/executions", program(language), status);
  }

  private static String program(String language) {
    return "{\"language\":\"%s\",\"code\":\"print(6*7)\",\"env\":{\"SECRET\":\"hush\"}}"
        .formatted(language);
  }

  private void change(Host host, String key, String change) throws Exception {
    HttpRequest request =
        request(host, key, "/v1/governor/config")
            .header("If-Match", "*")
            .method("PATCH", BodyPublishers.ofString(change))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private String mode(Host host, String key) throws Exception {
    return JSON.readTree(send(host, key, "GET", "/v1/governor/config", "", 200))
        .path("mode")
        .asText();
  }

  private void store(Host host, String key, String policy) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(host.url() + "/v1/governor/policies"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(policy))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  private String send(
      Host host, String key, String method, String path, String body, Integer... statuses)
      throws Exception {
    HttpRequest request =
        request(host, key, path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode())
        .as("%s %s: %s", method, path, answer.body())
        .isIn(List.of(statuses));
    return answer.body();
  }

  private static HttpRequest.Builder request(Host host, String key, String path) {
    return HttpRequest.newBuilder(URI.create(host.url() + path))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json");
  }

  /** As a power failure would leave it. */
  private static void tearTheLastLine(Home home) throws Exception {
    Files.writeString(
        segments(home).getLast(), "{\"action\":\"half a li", StandardOpenOption.APPEND);
  }

  private static List<Path> segments(Home home) throws Exception {
    try (var files = Files.list(home.audit())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static List<JsonNode> records(Home home) throws Exception {
    List<JsonNode> records = new ArrayList<>();
    for (Path segment : segments(home)) {
      for (String line : Files.readAllLines(segment)) {
        if (!line.isBlank() && line.charAt(0) == '{') {
          records.add(JSON.readTree(line));
        }
      }
    }
    return records;
  }

  private static Schema schema() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(AuditRecord.class.getResourceAsStream("record.schema.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Pinned images that nobody built: nothing runs. */
  private static String images() {
    String digest = "0".repeat(64);
    return Map.of("python", "python", "node", "node", "shell", "bash").entrySet().stream()
        .map(profile -> image(profile.getKey(), profile.getValue(), digest))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String image(String profile, String language, String digest) {
    return """
    "%s": {"image": "i", "image_id": "sha256:%s", "inputs_sha256": "%s", "runner_sha256": "%s",
           "versions": {"%s": "1"}}
    """
        .formatted(profile, digest, digest, digest, language);
  }
}
