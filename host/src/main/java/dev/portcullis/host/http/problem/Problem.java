package dev.portcullis.host.http.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.execution.DecisionRecord;
import dev.portcullis.host.execution.FieldError;
import dev.portcullis.host.execution.Refusal;
import dev.portcullis.host.http.json.DecisionJson;
import dev.portcullis.host.http.json.JsonAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One failure, as problem details of RFC 9457.
 *
 * @param detail for people; never a stack trace or a path of the host
 * @param errors the fields at fault
 * @param decision what the governor decided, where that is the reason
 * @param retryAfter how long to wait, where waiting helps
 * @param headers what the status needs besides, such as {@code Allow}
 */
public record Problem(
    ProblemType type,
    String detail,
    List<FieldError> errors,
    Optional<DecisionRecord> decision,
    Optional<Duration> retryAfter,
    Map<String, String> headers) {
  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  /** With a detail alone. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Of input that is wrong in these fields. */
  public static Problem invalid(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String where = first.pointer().isEmpty() ? "" : "`" + first.pointer() + "` ";
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return new Problem(
        ProblemType.INVALID_REQUEST,
        where + first.reason() + more,
        errors,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Of a refusal by the one path. */
  public static Problem of(Refusal refusal) {
    return new Problem(
        ProblemType.of(refusal.code()),
        refusal.detail(),
        refusal.errors(),
        refusal.decision(),
        refusal.retryAfter(),
        RateLimitFields.of(refusal.standings()));
  }

  /** The same with one more header. */
  public Problem with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Problem(type, detail, errors, decision, retryAfter, more);
  }

  /** The same with a time to wait. */
  public Problem retryAfter(Duration wait) {
    return new Problem(type, detail, errors, decision, Optional.of(wait), headers);
  }

  /** {@code Retry-After} in whole seconds, rounded up. */
  public Optional<String> retryAfterSeconds() {
    return retryAfter.map(
        wait -> Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
  }

  /** The body. */
  public byte[] body(String requestId) {
    return JsonAnswer.bytes(json -> write(json, requestId));
  }

  private void write(JsonGenerator json, String requestId) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type.uri());
    json.writeStringField("title", type.title());
    json.writeNumberField("status", type.status());
    json.writeStringField("detail", detail);
    json.writeStringField("code", type.code());
    json.writeStringField("request_id", requestId);
    if (!errors.isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (FieldError error : errors) {
        json.writeStartObject();
        json.writeStringField("pointer", error.pointer());
        json.writeStringField("reason", error.reason());
        if (error.line().isPresent() && error.column().isPresent()) {
          json.writeNumberField("line", error.line().getAsInt());
          json.writeNumberField("column", error.column().getAsInt());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (decision.isPresent()) {
      json.writeFieldName("decision");
      DecisionJson.writeRefusing(json, decision.get());
    }
    if (retryAfter.isPresent()) {
      json.writeNumberField("retry_after_ms", retryAfter.get().toMillis());
    }
    json.writeEndObject();
  }
}
