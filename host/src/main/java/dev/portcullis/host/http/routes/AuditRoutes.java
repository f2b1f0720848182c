package dev.portcullis.host.http.routes;

import dev.portcullis.host.http.port.AuditPages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The record of what was decided and what ran. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditRoutes {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  private final AuditPages pages;

  AuditRoutes(AuditPages pages) {
    this.pages = pages;
  }

  /** Records from the newest to the oldest. */
  @GET
  @Needs(Permission.READ_AUDIT)
  @Takes({"cursor", "limit"})
  public Response page(@Context ContainerRequestContext context) throws IOException {
    Optional<String> cursor = Query.text(context, "cursor");
    if (cursor.isPresent() && !cursor.get().matches("\\d{1,18}")) {
      throw Query.invalid("cursor", "is not the `next_cursor` of a page");
    }
    AuditPages.Page page =
        pages.page(
            cursor.isPresent()
                ? OptionalLong.of(Long.parseLong(cursor.get()))
                : OptionalLong.empty(),
            Query.limit(context, USUAL_PAGE, LARGEST_PAGE));
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (String record : page.records()) {
            json.writeRawValue(record);
          }
          json.writeEndArray();
          if (page.next().isPresent()) {
            json.writeStringField("next_cursor", Long.toString(page.next().getAsLong()));
          } else {
            json.writeNullField("next_cursor");
          }
          json.writeEndObject();
        });
  }
}
