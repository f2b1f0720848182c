package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditArchive;
import dev.portcullis.host.audit.AuditUnavailableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** What is closed, made small. */
@Path("/v1/audit/archive")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditArchiveRoutes {
  private final AuditArchive archive;

  AuditArchiveRoutes(AuditArchive archive) {
    this.archive = archive;
  }

  /** Compresses every closed segment, and lets go of what was kept long enough. */
  @POST
  @Needs(Permission.ARCHIVE)
  public Response archive(@Context ContainerRequestContext context)
      throws AuditUnavailableException, IOException {
    AuditArchive.Outcome outcome = archive.archive(Doorkeeper.caller(context));
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeNumberField("segments", outcome.segments());
          json.writeNumberField("bytes", outcome.bytes());
          json.writeNumberField("archived_bytes", outcome.archivedBytes());
          json.writeNumberField("removed_segments", outcome.removed());
          json.writeNumberField("first_seq", outcome.firstSeq());
          json.writeEndObject();
        });
  }
}
