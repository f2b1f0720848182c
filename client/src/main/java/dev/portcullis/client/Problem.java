package dev.portcullis.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the host did not do what was asked (RFC 9457, {@code application/problem+json}).
 *
 * @param type a URI that names the kind of problem, {@code about:blank} where it has none
 * @param status the HTTP status
 * @param detail what went wrong this time, for people
 * @param code the stable name to switch on, such as {@code policy_blocked}
 * @param requestId what finds this request in the host's log
 * @param errors which parts of the request were wrong; empty for other problems
 * @param retryAfterMs when asking again may help, in milliseconds
 * @param decision the governor's decision, where it was the reason
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String requestId,
    List<Violation> errors,
    @Nullable Long retryAfterMs,
    @Nullable Decision decision) {
  public Problem {
    type = Wire.text(type, "about:blank");
    title = Wire.text(title, "");
    detail = Wire.text(detail, title);
    code = Wire.text(code, "unknown");
    requestId = Wire.text(requestId, "");
    errors = Wire.list(errors);
  }

  /**
   * One part of a request that was wrong.
   *
   * @param pointer a JSON pointer (RFC 6901) into the request's body
   * @param line where in a document that people write, from 1; null elsewhere
   * @param column where in that line, from 1
   */
  public record Violation(
      String pointer, String reason, @Nullable Integer line, @Nullable Integer column) {
    public Violation {
      pointer = Wire.text(pointer, "");
      reason = Wire.text(reason, "");
    }
  }
}
