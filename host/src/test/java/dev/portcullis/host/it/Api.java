package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The host's HTTP interface, as the holder of one key uses it. */
final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client;
  private final URI base;
  private final String key;

  Api(HttpClient client, URI base, String key) {
    this.client = client;
    this.base = base;
    this.key = key;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, Map.of(), new byte[0]);
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, Map.of(), new byte[0]);
  }

  Answer post(String path, ObjectNode body) throws IOException, InterruptedException {
    return send("POST", path, Map.of(), Answer.JSON.writeValueAsBytes(body));
  }

  /** Runs a program and waits for its end. */
  Answer run(ObjectNode request) throws IOException, InterruptedException {
    return post("/v1/executions", request);
  }

  /** Runs a program and does not wait. */
  Answer start(ObjectNode request) throws IOException, InterruptedException {
    return send(
        "POST",
        "/v1/executions",
        Map.of("Prefer", "respond-async"),
        Answer.JSON.writeValueAsBytes(request));
  }

  /** Has a program judged only. */
  Answer dryRun(ObjectNode request) throws IOException, InterruptedException {
    return post("/v1/executions?dry_run=true", request);
  }

  /** Sends these very bytes. */
  Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body.length > 0 && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return Answer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  /** Sends a body without saying how long it is. */
  Answer stream(String path, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();
    return Answer.of(client.send(request, BodyHandlers.ofByteArray()));
  }

  /** A request to run {@code code}. */
  static ObjectNode program(String language, String code) {
    return Answer.JSON.createObjectNode().put("language", language).put("code", code);
  }
}
