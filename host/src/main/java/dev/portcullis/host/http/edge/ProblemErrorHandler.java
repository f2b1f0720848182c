package dev.portcullis.host.http.edge;

import dev.portcullis.host.http.json.Text;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemType;
import java.util.Locale;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what fails outside the routes: requests that cannot be parsed, and the server's own
 * failures. Nothing of an exception leaves but the parser's reason for a bad request.
 */
public final class ProblemErrorHandler implements Request.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemErrorHandler.class);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    if (cause instanceof HttpException http) {
      status = http.getCode();
    }
    ProblemType type = ProblemType.ofStatus(status);
    String requestId = Visit.requestIdOf(request);
    if (type == ProblemType.INTERNAL) {
      LOG.error("request {} failed", requestId, cause instanceof Throwable t ? t : null);
    }
    // Jetty closes the connection after what it could not parse, but does not always say so: a
    // client that is not told sends its next request into the closing connection.
    boolean closes =
        type == ProblemType.SHUTTING_DOWN
            || cause instanceof HttpException
            || response.getHeaders().contains(HttpHeader.CONNECTION, "close");
    response.getHeaders().clear();
    ProblemAnswer.secure(response.getHeaders(), requestId);
    Problem problem = Problem.of(type, detail(type, cause instanceof HttpException h ? h : null));
    ProblemAnswer.write(
        closes ? problem.with("Connection", "close") : problem, requestId, response, callback);
    return true;
  }

  private static String detail(ProblemType type, @Nullable HttpException cause) {
    String title = type.title().toLowerCase(Locale.ROOT);
    if (type == ProblemType.INTERNAL) {
      return title + "; its log says more under the request id";
    }
    String reason = cause == null ? null : cause.getReason();
    return reason == null ? title : title + ": " + Text.shown(reason);
  }
}
