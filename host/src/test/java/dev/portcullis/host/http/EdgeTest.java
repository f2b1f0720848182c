package dev.portcullis.host.http;

import static dev.portcullis.host.http.OpenDoor.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
  private final OpenDoor door =
      new OpenDoor(
          new HttpConfig(
              "127.0.0.1",
              0,
              8 << 20,
              48 << 20,
              List.of("gate.internal"),
              List.of("https://console.internal"),
              List.of("127.0.0.1"),
              100,
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              Duration.ofSeconds(5)));

  @AfterAll
  void close() {
    door.close();
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        route("POST", "/v1/executions", "agent admin"),
        route("GET", "/v1/executions", "agent auditor operator admin"),
        route(
            "GET", "/v1/executions/exe_01J00000000000000000000000", "agent auditor operator admin"),
        route("DELETE", "/v1/executions/exe_01J00000000000000000000000", "agent admin"),
        route(
            "GET",
            "/v1/executions/exe_01J00000000000000000000000/artifacts/0",
            "agent auditor operator admin"),
        route("GET", "/v1/languages", "agent auditor operator admin"),
        route("GET", "/v1/preflight", "operator admin"),
        route("GET", "/v1/health", "auditor operator admin"),
        route("GET", "/metrics", "auditor operator admin"),
        route("GET", "/v1/metrics", "auditor operator admin"),
        route("GET", "/v1/governor/config", "auditor operator admin"),
        route("PATCH", "/v1/governor/config", "operator admin"),
        route("GET", "/v1/governor/policies", "auditor operator admin"),
        route("POST", "/v1/governor/policies", "admin"),
        route("GET", "/v1/governor/policies/sha256:0", "auditor operator admin"),
        route("POST", "/v1/governor/policies/sha256:0/activate", "admin"),
        route("POST", "/v1/governor/explain", "auditor operator admin"),
        route("POST", "/v1/governor/replay", "auditor operator admin"),
        route("POST", "/v1/kill", "operator admin"),
        route("POST", "/v1/resume", "operator admin"),
        route("GET", "/v1/audit", "auditor operator admin"),
        route("POST", "/v1/keys", "admin"),
        route("GET", "/v1/keys", "admin"),
        route("POST", "/v1/keys/key_1/rotate", "admin"),
        route("DELETE", "/v1/keys/key_1", "admin"));
  }

  private static String mediaType(String path) {
    return path.equals("/v1/governor/policies") ? "application/yaml" : "application/json";
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anyRoute_anyRole_followsTheFixedTable(String method, String path, String roles) {
    for (String role : List.of("agent", "auditor", "operator", "admin")) {
      Answer answer =
          door.send(
              role,
              path,
              request ->
                  request
                      .method(method, BodyPublishers.noBody())
                      .header("Content-Type", mediaType(path)));
      boolean may = List.of(roles.split(" ", -1)).contains(role);
      assertThat(answer.status() == 403).as("%s %s as %s", method, path, role).isEqualTo(!may);
    }
    for (String key : List.of("", "nobody")) {
      Answer answer =
          door.send(
              key,
              path,
              request ->
                  request
                      .method(method, BodyPublishers.noBody())
                      .header("Content-Type", mediaType(path)));
      assertThat(answer.status()).as("%s %s as `%s`", method, path, key).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("unauthenticated");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic agent", "Bearer", "Bearer a b", "Bearer \"agent\"", "agent"})
  void anyRoute_otherAuthorization_isUnauthenticated(String header) {
    Answer answer =
        door.send("", "/v1/languages", request -> request.header("Authorization", header));

    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.0.0.1:9, 200",
    "localhost, 200",
    "LOCALHOST:80, 200",
    "gate.internal, 200",
    "Gate.Internal:443, 200",
    "evil.example, 421",
    "gate.internal.evil.example, 421",
    "127.0.0.2, 421",
    "[::1], 421",
    "0x7f000001, 421",
  })
  void anyRoute_hostHeader_mustNameThisHost(String name, int status) {
    String answer =
        door.raw("GET /v1/live HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer).contains("X-Request-Id: req_");
  }

  @ParameterizedTest
  @CsvSource({
    "https://console.internal, 200",
    "https://evil.example, 403",
    "null, 403",
    "'https://console.internal, https://evil.example', 403",
  })
  void anyRoute_origin_mustBeConfigured(String origin, int status) {
    String answer =
        door.raw(
            "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                + origin
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("Access-Control");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/live", "/v1/nothing", "/v1/languages", "/v1/metrics"})
  void anyAnswer_always_hasItsSecurityHeaders(String path) {
    Answer first = door.get("admin", path);
    Answer second =
        door.send("admin", path, request -> request.header("X-Request-Id", "req_chosen-by-me"));

    assertThat(first.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    assertThat(first.header("Server")).isEmpty();
    assertThat(first.header("X-Powered-By")).isEmpty();
    assertThat(first.header("X-Request-Id")).matches("req_[0-9A-Z]{26}");
    assertThat(second.header("X-Request-Id"))
        .matches("req_[0-9A-Z]{26}")
        .isNotEqualTo(first.header("X-Request-Id"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, application/json, 404, not_found",
    "GET, /v1/executions/, application/json, 200, ''",
    "PUT, /v1/executions, application/json, 405, method_not_allowed",
    "DELETE, /v1/live, application/json, 405, method_not_allowed",
    "GET, /v1/live, text/html, 406, not_acceptable",
  })
  void anyRoute_wrongPathMethodOrAccept_isItsProblem(
      String method, String path, String accept, int status, String code) {
    Answer answer =
        door.send(
            "agent",
            path,
            request -> request.method(method, BodyPublishers.noBody()).header("Accept", accept));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    if (status == 405) {
      assertThat(answer.header("Allow")).contains("GET");
    }
    if (status >= 400) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().path("request_id").asText())
          .isEqualTo(answer.header("X-Request-Id"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/yaml",
      })
  void create_otherMediaType_isUnsupported(String type) {
    Answer answer =
        door.send(
            "agent",
            "/v1/executions",
            request -> request.POST(BodyPublishers.ofString(PROGRAM)).header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported_media_type");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /v1/live HTTP/1.1|Host: localhost|Host: evil.example', 400",
    "'GET /v1/live HTTP/1.1', 400",
    "'GET /v1/%zz HTTP/1.1|Host: localhost', 400",
    "'GET /v1/..%2fmetrics HTTP/1.1|Host: localhost', 400",
    "'GET /v1/live HTTP/9.9|Host: localhost', 505",
    "'POST /v1/kill HTTP/1.1|Host: localhost|Content-Length: 1|Content-Length: 2', 400",
    "'POST /v1/kill HTTP/1.1|Host: localhost|Content-Length: 1|Transfer-Encoding: chunked', 400",
    "'POST /v1/kill HTTP/1.1|Host: localhost|Content-Length: -1', 400",
    "'GET /v1/live HTTP/1.1|Host: localhost| folded: header', 400",
  })
  void anything_malformedHttp_isAProblemThatTellsNothing(String lines, int status) {
    String answer = door.raw(lines.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json", "X-Request-Id: req_", "\"request_id\":\"req_")
        .doesNotContain("Server:", "org.eclipse", "dev.portcullis.host");
    assertThat(door.get("", "/v1/live").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/executions/exe_%00", "/v1/%zz", "/v1/..%2fmetrics"})
  void anything_addressThatCannotBeParsed_saysThatTheConnectionCloses(String address) {
    assertThat(door.raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .containsOnlyOnce("Connection: close\r\n");
  }

  @Test
  void anything_hugeHeaders_isAProblem() {
    assertThat(
            door.raw(
                "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nX: "
                    + "x".repeat(40_000)
                    + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("headers_too_large");
    assertThat(
            door.raw(
                "GET /"
                    + "x".repeat(40_000)
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 414")
        .contains("uri_too_long");
  }

  @Test
  void create_bug_isInternalAndTellsNothing() {
    var usual = door.host.answer;
    door.host.answer =
        (_, _) -> {
          throw new IllegalStateException("/secret/path of the host");
        };
    Answer answer = door.post("agent", "/v1/executions", PROGRAM);
    door.host.answer = usual;

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.code()).isEqualTo("internal");
    assertThat(answer.text()).doesNotContain("secret", "IllegalState", "\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
    "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-holds, true",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x, false",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01, false",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01, false",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01, false",
    "nonsense, false",
  })
  void create_traceparent_isHonouredOnlyIfWellFormed(String header, boolean honoured) {
    Answer answer =
        door.send(
            "agent",
            "/v1/executions",
            request ->
                request
                    .POST(BodyPublishers.ofString(PROGRAM))
                    .header("Content-Type", "application/json")
                    .header("traceparent", header));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    Caller caller = door.host.callers.getLast();
    assertThat(caller.traceId().orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(caller.traceId().orElseThrow().equals("0af7651916cd43dd8448eb211c80319c"))
        .isEqualTo(honoured);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "'198.51.100.1, 203.0.113.9', 203.0.113.9",
    "'203.0.113.9, 127.0.0.1', 203.0.113.9",
    "2001:db8::7, 2001:db8::7",
    "'203.0.113.9, <script>', 127.0.0.1",
    "unknown, 127.0.0.1",
  })
  void create_forwardedByAConfiguredProxy_knowsTheClient(String header, String client) {
    door.send(
        "agent",
        "/v1/executions",
        request ->
            request
                .POST(BodyPublishers.ofString(PROGRAM))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", header));

    assertThat(door.host.callers.getLast().clientIp()).contains(client);
  }

  private static Arguments route(String method, String path, String roles) {
    return Arguments.of(method, path, roles);
  }
}
