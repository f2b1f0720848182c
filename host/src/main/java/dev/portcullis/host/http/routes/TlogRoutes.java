package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.TransparencyLog;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The log as C2SP tlog-tiles serves it, under the prefix {@code /v1/audit/tlog}. */
@Path("/v1/audit/tlog")
public final class TlogRoutes {
  /** Of what never changes; private, since it takes a key to read it. */
  static final String IMMUTABLE = "private, max-age=31536000, immutable";

  private final TransparencyLog log;

  TlogRoutes(TransparencyLog log) {
    this.log = log;
  }

  /** The last signed checkpoint. */
  @GET
  @Path("/checkpoint")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.READ_AUDIT)
  public Response checkpoint() {
    return note(log);
  }

  /** A tile of hashes or a bundle of entries. */
  @GET
  @Path("/{tile: tile/.{1,60}}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Needs(Permission.READ_AUDIT)
  public Response tile(@PathParam("tile") String path) throws IOException {
    byte[] tile =
        log.tile(path)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND, "no checkpoint covers such a tile, or it is gone"));
    return Response.ok(tile, MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, tile.length)
        .header(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
        .build();
  }

  static Response note(TransparencyLog log) {
    return text(
        log.checkpoint()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND, "no checkpoint was signed yet; one follows soon")));
  }

  static Response text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Response.ok(bytes, MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CONTENT_LENGTH, bytes.length)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }
}
