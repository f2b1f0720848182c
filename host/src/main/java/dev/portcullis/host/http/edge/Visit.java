package dev.portcullis.host.http.edge;

import com.github.f4b6a3.ulid.UlidCreator;
import org.eclipse.jetty.util.Attributes;

/** One request as it passes the door: what is known of it before anybody reads its body. */
public final class Visit {
  /** The request attribute under which it is found. */
  public static final String ATTRIBUTE = "dev.portcullis.visit";

  private static final String UNMATCHED = "unmatched";

  private final String requestId;
  private final String traceId;
  private final String clientIp;
  private volatile String route = UNMATCHED;

  Visit(String traceId, String clientIp) {
    this.requestId = newRequestId();
    this.traceId = traceId;
    this.clientIp = clientIp;
  }

  /** The visit of this request, if it came as far as the edge. */
  static String requestIdOf(Attributes request) {
    return request.getAttribute(ATTRIBUTE) instanceof Visit visit
        ? visit.requestId
        : newRequestId();
  }

  /**
   * Request ids are always ours: one chosen by a caller could point an operator at another caller's
   * lines in the log.
   */
  private static String newRequestId() {
    return "req_" + UlidCreator.getUlid();
  }

  /** The id on the answer and in the log. */
  public String requestId() {
    return requestId;
  }

  /** W3C trace id: the caller's, if it sent a well-formed one. */
  public String traceId() {
    return traceId;
  }

  /** The peer's address, or what a configured proxy says of its own peer. */
  public String clientIp() {
    return clientIp;
  }

  /** The template of the route that took the request; a closed set, fit for metrics. */
  public String route() {
    return route;
  }

  /** Notes which route took the request. */
  public void tookRoute(String template) {
    route = template;
  }
}
