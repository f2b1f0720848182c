package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.AuditExports.Format;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The journal to keep elsewhere, streamed. */
@Path("/v1/audit/export")
public final class AuditExportRoutes {
  private static final Duration BUSY = Duration.ofSeconds(10);

  private final AuditExports exports;

  AuditExportRoutes(AuditExports exports) {
    this.exports = exports;
  }

  /** Records in the order of the journal, and the checkpoint that covers them at the very end. */
  @GET
  @Needs(Permission.READ_AUDIT)
  @Takes({"format", "from", "to", "limit"})
  public Response export(@Context ContainerRequestContext context) {
    Format format =
        Format.of(Query.text(context, "format").orElse("jsonl"))
            .orElseThrow(() -> Query.invalid("format", "must be one of " + formats()));
    AuditExports.Request request =
        new AuditExports.Request(
            format, time(context, "from"), time(context, "to"), limit(context));
    if (exports.isBusy()) {
      throw new ProblemException(
          Problem.of(ProblemType.SATURATED, "as many exports as the host takes are under way")
              .retryAfter(BUSY));
    }
    StreamingOutput content = out -> write(request, out);
    return Response.ok(content)
        .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.header("audit." + format.extension()))
        .build();
  }

  private void write(AuditExports.Request request, OutputStream out) throws IOException {
    try {
      exports.write(request, out);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the host is stopping");
    }
  }

  private static String formats() {
    return Arrays.stream(Format.values()).map(Format::text).collect(Collectors.joining(", "));
  }

  private static Optional<Instant> time(ContainerRequestContext context, String name) {
    try {
      return Query.text(context, name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException malformed) {
      throw Query.invalid(name, "must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static long limit(ContainerRequestContext context) {
    Optional<String> text = Query.text(context, "limit");
    if (text.isPresent() && !text.get().matches("[1-9]\\d{0,15}")) {
      throw Query.invalid("limit", "must be a number of records, at least 1");
    }
    return text.map(Long::parseLong).orElse(Long.MAX_VALUE);
  }
}
