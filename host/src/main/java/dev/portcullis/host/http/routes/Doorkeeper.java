package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.http.edge.Visit;
import dev.portcullis.host.http.json.Text;
import dev.portcullis.host.http.port.AuditReads;
import dev.portcullis.host.http.port.Authenticator;
import dev.portcullis.host.http.port.Authenticator.Authenticated;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before one route: who asks, may they, and is the query one the route knows. */
final class Doorkeeper implements ContainerRequestFilter {
  private static final String CALLER = "dev.portcullis.caller";
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]{1,512})", Pattern.CASE_INSENSITIVE);

  private final Authenticator authenticator;
  private final AuditReads reads;
  private final Optional<Permission> needed;
  private final List<String> parameters;
  private final String route;

  Doorkeeper(
      Authenticator authenticator,
      AuditReads reads,
      Optional<Permission> needed,
      List<String> parameters,
      String route) {
    this.authenticator = authenticator;
    this.reads = reads;
    this.needed = needed;
    this.parameters = parameters;
    this.route = route;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Visit visit = visit(context);
    visit.tookRoute(route);
    needed.ifPresent(permission -> context.setProperty(CALLER, admit(permission, context, visit)));
    context
        .getUriInfo()
        .getQueryParameters()
        .forEach(
            (name, values) -> {
              if (!parameters.contains(name)) {
                throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "unknown query parameter `"
                        + Text.shown(name)
                        + "`; "
                        + (parameters.isEmpty()
                            ? "this route takes none"
                            : "known are " + String.join(", ", parameters)));
              }
              if (values.size() != 1) {
                throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "query parameter `" + name + "` is given more than once");
              }
            });
    if (needed.equals(Optional.of(Permission.READ_AUDIT))) {
      reads.note(caller(context), route);
    }
  }

  /** Who asks; only of a route that needs a key. */
  static Caller caller(ContainerRequestContext context) {
    if (context.getProperty(CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("no doorkeeper before " + context.getUriInfo().getPath());
  }

  /** Whether the key of a request is still one that has that permission, asked again and again. */
  static BooleanSupplier stillMay(
      ContainerRequestContext context, Authenticator authenticator, Permission permission) {
    Optional<String> bearer = bearer(context);
    String clientIp = visit(context).clientIp();
    return () ->
        bearer
            .flatMap(key -> authenticator.authenticate(key, clientIp))
            .filter(who -> permission.of(who.principal()))
            .isPresent();
  }

  /** The request as the edge saw it. */
  static Visit visit(ContainerRequestContext context) {
    if (context.getProperty(Visit.ATTRIBUTE) instanceof Visit visit) {
      return visit;
    }
    throw new IllegalStateException("no edge before " + context.getUriInfo().getPath());
  }

  private Caller admit(Permission permission, ContainerRequestContext context, Visit visit) {
    Authenticated who =
        bearer(context)
            .flatMap(bearer -> authenticator.authenticate(bearer, visit.clientIp()))
            .orElseThrow(() -> new ProblemException(unauthenticated(context)));
    if (!permission.of(who.principal())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "none of this key's roles permits this: see the table of roles");
    }
    return new Caller(
        who.principal(),
        who.source(),
        Optional.of(visit.clientIp()),
        visit.requestId(),
        Optional.of(visit.traceId()),
        Optional.empty());
  }

  private static Optional<String> bearer(ContainerRequestContext context) {
    List<String> headers = context.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (headers == null || headers.size() != 1) {
      return Optional.empty();
    }
    Matcher matcher = BEARER.matcher(headers.getFirst());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Problem unauthenticated(ContainerRequestContext context) {
    boolean sent = context.getHeaders().containsKey(HttpHeaders.AUTHORIZATION);
    String challenge =
        sent
            ? "Bearer realm=\"portcullis\", error=\"invalid_token\""
            : "Bearer realm=\"portcullis\"";
    return Problem.of(
            ProblemType.UNAUTHENTICATED,
            sent ? "the key is not a valid one" : "send a key: `Authorization: Bearer ptc_...`")
        .with(HttpHeaders.WWW_AUTHENTICATE, challenge);
  }
}
