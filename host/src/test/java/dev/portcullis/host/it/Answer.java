package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.sandbox.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the host answered. */
record Answer(int status, HttpHeaders headers, Bytes body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers(), Bytes.of(response.body()));
  }

  byte[] bytes() {
    return body.toArray();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  JsonNode json() {
    try {
      return JSON.readTree(bytes());
    } catch (IOException notJson) {
      throw new UncheckedIOException("not JSON: " + this, notJson);
    }
  }

  /** It is of that status. */
  Answer is(int expected) {
    assertThat(status).as("status of %s", this).isEqualTo(expected);
    return this;
  }

  /** It is a problem of RFC 9457 with that status and code, and gives away nothing of the host. */
  Answer isProblem(int expected, String code) {
    is(expected);
    assertThat(headers.firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("code").asText()).as("code of %s", this).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(expected);
    for (String field : List.of("type", "title", "detail", "request_id")) {
      assertThat(problem.path(field).asText()).as("%s of %s", field, this).isNotEmpty();
    }
    assertThat(headers.firstValue("X-Request-Id")).contains(problem.get("request_id").asText());
    assertThat(text()).doesNotContain("java.", "dev.portcullis.host", "Exception", "/tmp/");
    return this;
  }

  /** JSON pointers of the fields a problem complains of. */
  List<String> pointers() {
    List<String> pointers = new ArrayList<>();
    json().path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
    return pointers;
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + (text.length() > 2_000 ? text.substring(0, 2_000) + "..." : text);
  }
}
