package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.http.edge.Bodies;
import dev.portcullis.host.http.edge.Bodies.Body;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.http.json.StrictJson;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies of requests. */
final class JsonBodies {
  private final Bodies bodies;
  private final StrictJson json;

  JsonBodies(Bodies bodies, StrictJson json) {
    this.bodies = bodies;
    this.json = json;
  }

  /** The body's bytes, within bounds; to be closed when it is understood. */
  Body body(ContainerRequestContext context) {
    requireUtf8(context.getMediaType());
    String declared = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return bodies.read(
        context.getEntityStream(),
        declared == null ? -1 : Long.parseLong(declared),
        context.getHeaderString("Expect") != null);
  }

  /** The JSON in a body. */
  JsonNode parse(Body body) throws InvalidJsonException {
    return json.read(body.bytes());
  }

  /**
   * Reads a small object.
   *
   * @param required whether no body at all is wrong too
   */
  <T> Optional<T> read(ContainerRequestContext context, boolean required, Shape<T> shape)
      throws InvalidJsonException {
    try (Body body = body(context)) {
      if (body.isEmpty() && !required) {
        return Optional.empty();
      }
      var faults = new Faults();
      Optional<T> value =
          ObjectReader.of(parse(body), "", faults).flatMap(object -> shape.read(object, faults));
      faults.check();
      return value;
    }
  }

  private static void requireUtf8(@Nullable MediaType type) {
    String charset = type == null ? null : type.getParameters().get("charset");
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "what is sent here is UTF-8; no other charset is taken");
    }
  }

  /** Reads the fields of an object and {@linkplain ObjectReader#finish finishes} it. */
  @FunctionalInterface
  interface Shape<T> {
    /** What was read; of no use when there were faults. */
    Optional<T> read(ObjectReader object, Faults faults);
  }
}
