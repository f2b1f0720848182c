package dev.portcullis.host.http.edge;

import dev.portcullis.host.http.problem.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes a problem below the servlet layer, and the headers that every answer has. */
final class ProblemAnswer {
  private static final String REQUEST_ID = "X-Request-Id";
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
  private static final HttpField NO_REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "no-referrer");
  private static final HttpField NO_FRAME =
      new PreEncodedHttpField(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  private ProblemAnswer() {}

  static void secure(HttpFields.Mutable headers, String requestId) {
    headers.put(REQUEST_ID, requestId);
    headers.put(NO_SNIFFING);
    headers.put(NO_STORE);
    headers.put(NO_REFERRER);
    headers.put(NO_FRAME);
  }

  static void write(Problem problem, String requestId, Response response, Callback callback) {
    response.setStatus(problem.type().status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    problem.headers().forEach(headers::put);
    problem.retryAfterSeconds().ifPresent(seconds -> headers.put(HttpHeader.RETRY_AFTER, seconds));
    response.write(true, ByteBuffer.wrap(problem.body(requestId)), callback);
  }
}
