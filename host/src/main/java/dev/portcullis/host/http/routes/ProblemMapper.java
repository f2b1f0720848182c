package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.DamagedSegmentException;
import dev.portcullis.host.audit.index.IndexUnavailableException;
import dev.portcullis.host.http.edge.Bodies;
import dev.portcullis.host.http.edge.Visit;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns everything a route throws into a problem; bugs are logged and told as {@code internal}. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
  private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);
  private static final Duration INDEX_RETRY = Duration.ofSeconds(2);

  private final Bodies bodies;

  /** Jersey puts a stand-in here that leads to the request of the thread. */
  @Context private @Nullable HttpServletRequest current;

  ProblemMapper(Bodies bodies) {
    this.bodies = bodies;
  }

  @Override
  public Response toResponse(Throwable failure) {
    HttpServletRequest request = current;
    if (request == null) {
      throw new IllegalStateException("a mapper outside of a request", failure);
    }
    String requestId = requestId(request);
    Problem problem = problem(failure, requestId);
    boolean mayBeHeard = problem.type() != ProblemType.REQUEST_TIMEOUT;
    if (mayBeHeard && request.getHeader("Expect") == null) {
      discardBody(request);
    }
    byte[] body = problem.body(requestId);
    Response.ResponseBuilder answer =
        Response.status(problem.type().status())
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.CONTENT_LENGTH, body.length)
            .entity(body);
    problem.headers().forEach(answer::header);
    problem
        .retryAfterSeconds()
        .ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
    return answer.build();
  }

  private static Problem problem(Throwable failure, String requestId) {
    return switch (failure) {
      case ProblemException told -> told.problem();
      case InvalidJsonException invalid -> Problem.invalid(invalid.errors());
      case AuditUnavailableException unavailable -> {
        // Its message names the machine's disks, which is for the host's log alone.
        LOG.warn("request {} found no journal: {}", requestId, unavailable.getMessage());
        yield Problem.of(
                ProblemType.AUDIT_UNAVAILABLE,
                "the journal cannot take records, so nothing was changed")
            .retryAfter(JOURNAL_RETRY);
      }
      case DamagedSegmentException damaged -> {
        LOG.error("request {} met a damaged segment: {}", requestId, damaged.getMessage());
        yield Problem.of(
            ProblemType.JOURNAL_DAMAGED,
            "segment "
                + damaged.segment()
                + " of the journal "
                + damaged.damage()
                + "; it and those after it were left as they are. See the whole damage with"
                + " `portcullis audit verify` on the host, put the file back as it was from a copy,"
                + " and do this again");
      }
      case IndexUnavailableException away -> {
        // It may name the machine's files and addresses.
        LOG.warn("request {} found no audit index: {}", requestId, away.getMessage());
        yield Problem.of(
                ProblemType.INDEX_UNAVAILABLE,
                "the audit index cannot answer now; the journal goes on, and its export, proofs and"
                    + " verification do not need the index")
            .retryAfter(INDEX_RETRY);
      }
      case InterruptedException _ -> {
        Thread.currentThread().interrupt();
        yield Problem.of(
            ProblemType.SHUTTING_DOWN,
            "the host is stopping; the journal will say how the program ended");
      }
      case NotAllowedException notAllowed -> {
        String allow = notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
        yield Problem.of(ProblemType.METHOD_NOT_ALLOWED, "this route takes " + allow)
            .with(HttpHeaders.ALLOW, allow);
      }
      case WebApplicationException refused -> {
        ProblemType type = ProblemType.ofStatus(refused.getResponse().getStatus());
        if (type == ProblemType.INTERNAL) {
          yield internal(failure, requestId);
        }
        yield Problem.of(type, type.title().toLowerCase(Locale.ROOT));
      }
      default -> internal(failure, requestId);
    };
  }

  private static String requestId(HttpServletRequest request) {
    if (request.getAttribute(Visit.ATTRIBUTE) instanceof Visit visit) {
      return visit.requestId();
    }
    throw new IllegalStateException("no edge before " + request.getRequestURI());
  }

  private void discardBody(HttpServletRequest request) {
    try {
      bodies.discard(request.getInputStream());
    } catch (IOException gone) {
      LOG.debug("the sender of a refused request went away", gone);
    }
  }

  private static Problem internal(Throwable failure, String requestId) {
    LOG.error("request {} failed", requestId, failure);
    return Problem.of(
        ProblemType.INTERNAL, "the host failed; its log says more under the request id");
  }
}
