package dev.portcullis.host.http.routes;

import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

/** What a change says it is made to: the version of the configuration its sender saw. */
final class IfMatch {
  private IfMatch() {}

  /** The tag of a configuration. */
  static String tag(RuntimeConfig config) {
    return "\"" + config.version() + "\"";
  }

  /** RFC 9110 section 13.1.1: one of the tags given must be that of what is in force. */
  static long version(ContainerRequestContext context, RuntimeConfig inForce) {
    String header = context.getHeaderString(HttpHeaders.IF_MATCH);
    if (header == null) {
      throw new ProblemException(
          ProblemType.PRECONDITION_REQUIRED,
          "send `If-Match` with the ETag of the configuration you read");
    }
    for (String tag : header.split(",", -1)) {
      if (tag.strip().equals("*") || tag.strip().equals(tag(inForce))) {
        return inForce.version();
      }
    }
    throw stale(new StaleVersionException(inForce.version()));
  }

  /** Somebody else was quicker. */
  static ProblemException stale(StaleVersionException changedMeanwhile) {
    return new ProblemException(
        ProblemType.STALE_VERSION, String.valueOf(changedMeanwhile.getMessage()));
  }
}
