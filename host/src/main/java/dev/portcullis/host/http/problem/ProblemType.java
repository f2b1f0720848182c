package dev.portcullis.host.http.problem;

import dev.portcullis.host.execution.Refusal;
import java.util.Locale;

/** Every failure a client can see. Codes are API: never renamed, never reused. */
public enum ProblemType {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHENTICATED(401, "A valid key is needed"),
  FORBIDDEN(403, "This key may not do this"),
  POLICY_BLOCKED(403, "Policy does not permit this"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "This cannot be done here"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  CONFLICT(409, "This cannot be done in the present state"),
  STALE_VERSION(412, "Somebody else changed this first"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of a media type that is not taken here"),
  EXPECTATION_FAILED(417, "The expectation cannot be met"),
  MISDIRECTED_REQUEST(421, "This host does not answer to that name"),
  INVALID_POLICY(422, "The policy is not valid"),
  PRECONDITION_REQUIRED(428, "The change must say which version it is made to"),
  RATE_LIMITED(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "The host failed"),
  JOURNAL_DAMAGED(500, "A part of the audit journal is not what was written"),
  NOT_IMPLEMENTED(501, "The method is not known"),
  SATURATED(503, "The host is busy"),
  HALTED(503, "The host is halted"),
  PREFLIGHT_FAILED(503, "The host is not fit to run programs"),
  AUDIT_UNAVAILABLE(503, "The audit journal cannot take records"),
  INDEX_UNAVAILABLE(503, "The audit index cannot answer now"),
  ENGINE_UNAVAILABLE(503, "The sandbox engine is not available"),
  NOT_READY(503, "The host is not ready"),
  SHUTTING_DOWN(503, "The host is stopping"),
  HTTP_VERSION_NOT_SUPPORTED(505, "That version of HTTP is not spoken here");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** For people; the same for every problem of the type. */
  public String title() {
    return title;
  }

  /** The code on the wire. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The URI that names the type. */
  public String uri() {
    return "https://portcullis.dev/problems/" + code();
  }

  /** The type of a refusal by the one path. */
  public static ProblemType of(Refusal.Code code) {
    return switch (code) {
      case INVALID_REQUEST -> INVALID_REQUEST;
      case POLICY_BLOCKED -> POLICY_BLOCKED;
      case RATE_LIMITED -> RATE_LIMITED;
      case HALTED -> HALTED;
      case AUDIT_UNAVAILABLE -> AUDIT_UNAVAILABLE;
      case PREFLIGHT_FAILED -> PREFLIGHT_FAILED;
      case SATURATED -> SATURATED;
      case ENGINE_UNAVAILABLE -> ENGINE_UNAVAILABLE;
    };
  }

  /** The type of a failure that the HTTP layers below found, by its status alone. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> BODY_TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 417 -> EXPECTATION_FAILED;
      case 421 -> MISDIRECTED_REQUEST;
      case 431 -> HEADERS_TOO_LARGE;
      case 501 -> NOT_IMPLEMENTED;
      case 503 -> SHUTTING_DOWN;
      case 505 -> HTTP_VERSION_NOT_SUPPORTED;
      default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL;
    };
  }
}
