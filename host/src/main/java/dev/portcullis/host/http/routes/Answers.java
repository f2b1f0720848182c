package dev.portcullis.host.http.routes;

import dev.portcullis.host.http.json.JsonAnswer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers in JSON. */
final class Answers {
  private Answers() {}

  static Response ok(JsonAnswer.Content content) {
    return json(200, content).build();
  }

  static Response.ResponseBuilder json(int status, JsonAnswer.Content content) {
    byte[] body = JsonAnswer.bytes(content);
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, body.length)
        .entity(body);
  }
}
