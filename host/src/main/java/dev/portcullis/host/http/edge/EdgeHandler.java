package dev.portcullis.host.http.edge;

import dev.portcullis.host.http.metrics.HttpMeters;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first thing every request meets, whatever its route. */
public final class EdgeHandler extends Handler.Wrapper {
  private static final String TRACEPARENT = "traceparent";

  private final HostNames names;
  private final Set<String> origins;
  private final ClientAddress clients;
  private final HttpMeters meters;
  private final HeaderPatience patience;

  /**
   * With the handler behind it.
   *
   * @param hostNames names to answer to besides the address itself
   * @param origins web origins that may call
   * @param proxies addresses whose forwarded-for header is believed
   */
  public EdgeHandler(
      Handler behind,
      List<String> hostNames,
      List<String> origins,
      List<String> proxies,
      HttpMeters meters,
      HeaderPatience patience) {
    super(behind);
    this.names = new HostNames(hostNames);
    this.origins = Set.copyOf(origins);
    this.clients = new ClientAddress(proxies);
    this.meters = meters;
    this.patience = patience;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var headers = request.getHeaders();
    Visit visit =
        new Visit(
            TraceParent.traceId(headers.getValuesList(TRACEPARENT)),
            clients.of(
                Request.getRemoteAddr(request), headers.getValuesList(HttpHeader.X_FORWARDED_FOR)));
    request.setAttribute(Visit.ATTRIBUTE, visit);
    patience.began(request);
    long begun = System.nanoTime();
    Request.addCompletionListener(
        request,
        failure ->
            meters.answered(
                request.getMethod(),
                visit.route(),
                response.getStatus(),
                System.nanoTime() - begun));
    ProblemAnswer.secure(response.getHeaders(), visit.requestId());

    Optional<Problem> refused = refusal(request);
    if (refused.isPresent()) {
      ProblemAnswer.write(refused.get(), visit.requestId(), response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private Optional<Problem> refusal(Request request) {
    if (!names.answersTo(request)) {
      return Optional.of(
          Problem.of(
              ProblemType.MISDIRECTED_REQUEST,
              "the Host header names another host; add the name to `host_names` in the"
                  + " configuration if it is this one's"));
    }
    List<String> origin = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
    if (!origin.isEmpty() && !(origin.size() == 1 && origins.contains(origin.getFirst()))) {
      return Optional.of(
          Problem.of(ProblemType.FORBIDDEN, "the web origin is not among the configured ones"));
    }
    HttpURI uri = request.getHttpURI();
    if (uri.getFragment() != null || uri.getUser() != null) {
      return Optional.of(
          Problem.of(
              ProblemType.INVALID_REQUEST, "the address carries a fragment or user information"));
    }
    return Optional.empty();
  }
}
