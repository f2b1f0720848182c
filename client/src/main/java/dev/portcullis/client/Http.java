package dev.portcullis.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Sends one request and reads one answer; a failing answer becomes a {@link ProblemException}. */
final class Http implements AutoCloseable {
  private static final int MOST_PROBLEM_BYTES = 1 << 20;
  private static final byte[] NO_PROBLEM = {'{', '}'};

  private final URI base;
  private final String key;
  private final HttpClient client;

  Http(URI base, String key, Duration connectTimeout) {
    this.base = base;
    this.key = key;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    if ("http".equals(base.getScheme())) {
      builder.sslContext(noTls());
    }
    client = builder.build();
  }

  /** An answer that was not a failure. */
  record Answer(int status, JsonNode body, @Nullable String etag) {}

  Answer send(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Object body,
      Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    return answer(exchange(method, path, headers, body, timeout));
  }

  /** Posts a document that is not JSON. */
  Answer sendBytes(String path, String mediaType, byte[] document, Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    HttpRequest.Builder request =
        request(path, timeout)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(document));
    return answer(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  private static Answer answer(HttpResponse<byte[]> response) throws IOException, ProblemException {
    JsonNode document = document(response);
    if (response.statusCode() >= 400) {
      throw new ProblemException(problem(response, document));
    }
    return new Answer(
        response.statusCode(), document, response.headers().firstValue("ETag").orElse(null));
  }

  /** The document whatever the status; for routes whose failing answer is a report too. */
  Answer sendForReport(String path, Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    HttpResponse<byte[]> response = exchange("GET", path, Map.of(), null, timeout);
    JsonNode document = document(response);
    if (response.statusCode() >= 400 && !document.has("checks")) {
      throw new ProblemException(problem(response, document));
    }
    return new Answer(response.statusCode(), document, null);
  }

  byte[] bytes(String path, Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    HttpResponse<byte[]> response = exchange("GET", path, Map.of(), null, timeout);
    if (response.statusCode() >= 400) {
      throw new ProblemException(problem(response, document(response)));
    }
    return response.body();
  }

  /** A resource of bounded length; empty where it is not there. */
  Optional<byte[]> resource(String path, long mostBytes, Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            request(path, "*/*", Map.of()).timeout(timeout).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() >= 400) {
      throw new ProblemException(problem(response, document(response)));
    }
    return Optional.of(response.body());
  }

  /** A body as it comes, for as long as it comes; closing it ends the exchange. */
  InputStream stream(String path, String accept, Map<String, String> headers, Duration timeout)
      throws IOException, ProblemException, InterruptedException {
    // The timeout is for the answer to begin; JDK's own ends with the headers too.
    HttpResponse<InputStream> response =
        client.send(
            request(path, accept, headers).timeout(timeout).build(), BodyHandlers.ofInputStream());
    if (response.statusCode() < 400) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      byte[] problem = body.readNBytes(MOST_PROBLEM_BYTES);
      throw new ProblemException(
          Wire.JSON.readValue(problem.length == 0 ? NO_PROBLEM : problem, Problem.class));
    }
  }

  private HttpRequest.Builder request(String path, String accept, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", accept);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    headers.forEach(request::header);
    return request;
  }

  private HttpResponse<byte[]> exchange(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Object body,
      Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, timeout);
    headers.forEach(request::header);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(Wire.JSON.writeValueAsBytes(body)));
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Accept", "application/json, application/problem+json, */*;q=0.1");
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return request;
  }

  private static JsonNode document(HttpResponse<byte[]> response) throws IOException {
    if (response.body().length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return Wire.JSON.readTree(response.body());
    } catch (JacksonException notJson) {
      throw new IOException(
          "the answer (status "
              + response.statusCode()
              + ") is not JSON: is this address a Portcullis host?",
          notJson);
    }
  }

  private static Problem problem(HttpResponse<byte[]> response, JsonNode document)
      throws IOException {
    Problem read = Wire.JSON.treeToValue(document, Problem.class);
    String requestId = response.headers().firstValue("X-Request-Id").orElse("");
    Long retryAfterMs = read.retryAfterMs();
    if (retryAfterMs == null) {
      retryAfterMs =
          response
              .headers()
              .firstValue("Retry-After")
              .filter(value -> value.matches("\\d{1,9}"))
              .map(seconds -> Long.parseLong(seconds) * 1000)
              .orElse(null);
    }
    return new Problem(
        read.type(),
        read.title(),
        response.statusCode(),
        read.detail(),
        read.code(),
        read.requestId().isEmpty() ? requestId : read.requestId(),
        read.errors(),
        retryAfterMs,
        read.decision());
  }

  static String query(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return "";
    }
    return parameters.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  /** A path segment or a parameter, so that no id can become another path. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static Map<String, String> cursor(@Nullable String cursor) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    return parameters;
  }

  static <T> List<T> items(JsonNode document, Class<T> type) throws IOException {
    return Wire.JSON
        .readerForListOf(type)
        .readValue(document.path("items").isArray() ? document.get("items") : emptyList());
  }

  private static JsonNode emptyList() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * A context that trusts nobody: no TLS is spoken to a plain address, and without it every start
   * would read the whole trust store.
   */
  private static SSLContext noTls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no TLS", impossible);
    }
  }

  @Override
  public void close() {
    // Not close(): that waits for connections which a host that hangs would keep open.
    client.shutdownNow();
  }
}
