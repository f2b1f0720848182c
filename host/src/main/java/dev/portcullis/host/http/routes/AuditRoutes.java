package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.index.AuditIndex;
import dev.portcullis.host.audit.index.AuditSummary;
import dev.portcullis.host.audit.index.Dimension;
import dev.portcullis.host.audit.index.IndexUnavailableException;
import dev.portcullis.host.audit.index.RecordPage;
import dev.portcullis.host.audit.index.RecordQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Finds and counts what was decided and what ran. All of it is answered by the index alone. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditRoutes {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;
  private static final int USUAL_TOP = 20;
  private static final int LARGEST_TOP = 1_000;

  private final AuditIndex index;

  AuditRoutes(AuditIndex index) {
    this.index = index;
  }

  /** Records from the newest to the oldest, as they stand in the journal. */
  @GET
  @Needs(Permission.READ_AUDIT)
  @Takes({
    "principal", "action", "decision", "skill", "from", "to", "cursor", "limit", "stage", "cause",
    "rule", "source", "id", "computed", "key", "client_ip", "language", "profile", "mode", "policy",
    "problem", "min_risk", "q"
  })
  public Response page(@Context ContainerRequestContext context)
      throws IndexUnavailableException, InterruptedException {
    RecordPage page = found(AuditQueries.query(context, USUAL_PAGE, LARGEST_PAGE));
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (String line : page.lines()) {
            json.writeRawValue(line);
          }
          json.writeEndArray();
          AuditJson.next(json, page.next());
          json.writeEndObject();
        });
  }

  /** Decisions from the newest to the oldest, in short. */
  @GET
  @Path("/decisions")
  @Needs(Permission.READ_AUDIT)
  @Takes({
    "principal", "action", "decision", "skill", "from", "to", "cursor", "limit", "rule", "source",
    "id", "computed", "key", "client_ip", "language", "profile", "mode", "policy", "min_risk", "q"
  })
  public Response decisions(@Context ContainerRequestContext context)
      throws IndexUnavailableException, InterruptedException {
    RecordQuery query =
        AuditQueries.query(context, USUAL_PAGE, LARGEST_PAGE).with(Dimension.STAGE, "decided");
    RecordPage page = found(query);
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (String line : page.lines()) {
            AuditJson.decision(json, line);
          }
          json.writeEndArray();
          AuditJson.next(json, page.next());
          json.writeEndObject();
        });
  }

  /** What a time comes to. */
  @GET
  @Path("/summary")
  @Needs(Permission.READ_AUDIT)
  @Takes({"from", "to", "top"})
  public Response summary(@Context ContainerRequestContext context)
      throws IndexUnavailableException, InterruptedException {
    AuditSummary summary =
        index.summary(
            AuditQueries.time(context, "from"),
            AuditQueries.time(context, "to"),
            Query.number(context, "top", USUAL_TOP, LARGEST_TOP));
    return Answers.ok(json -> AuditJson.summary(json, summary));
  }

  /** Every action there was, and how often. */
  @GET
  @Path("/actions")
  @Needs(Permission.READ_AUDIT)
  @Takes({"from", "to"})
  public Response actions(@Context ContainerRequestContext context)
      throws IndexUnavailableException, InterruptedException {
    AuditSummary.Counts actions =
        index.counts(
            Dimension.ACTION,
            AuditQueries.time(context, "from"),
            AuditQueries.time(context, "to"),
            LARGEST_TOP);
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (AuditSummary.Count action : actions.top()) {
            json.writeStartObject();
            json.writeStringField("action", action.value());
            json.writeNumberField("records", action.records());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNullField("next_cursor");
          json.writeEndObject();
        });
  }

  private RecordPage found(RecordQuery query)
      throws IndexUnavailableException, InterruptedException {
    try {
      return index.find(query);
    } catch (AuditIndex.TooGeneralException tooGeneral) {
      throw Query.invalid("q", "is too general: " + tooGeneral.getMessage());
    }
  }
}
