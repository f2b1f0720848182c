package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.audit.TransparencyLog;
import dev.portcullis.host.audit.TransparencyLog.Consistency;
import dev.portcullis.host.audit.TransparencyLog.Inclusion;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Single records, and what proves them. */
@Path("/v1/audit")
public final class AuditProofRoutes {
  private static final String SEQ = "{seq: [1-9][0-9]{0,15}}";

  private final TransparencyLog log;

  AuditProofRoutes(TransparencyLog log) {
    this.log = log;
  }

  /** A record, byte for byte as it stands in the journal: its Merkle leaf. */
  @GET
  @Path("/" + SEQ)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.READ_AUDIT)
  public Response record(@PathParam("seq") long seq) throws IOException {
    byte[] line = log.record(seq).orElseThrow(() -> noRecord(seq));
    return Response.ok(line, MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, line.length)
        .header(HttpHeaders.CACHE_CONTROL, TlogRoutes.IMMUTABLE)
        .build();
  }

  /** That a record is under the last checkpoint, which is part of the answer. */
  @GET
  @Path("/" + SEQ + "/proof")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.READ_AUDIT)
  public Response proof(@PathParam("seq") long seq) throws IOException {
    Inclusion proof =
        log.inclusion(seq)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND,
                        "no checkpoint covers record " + seq + "; one follows a record soon"));
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeNumberField("seq", seq);
          json.writeNumberField("leaf_index", seq - 1);
          json.writeStringField("leaf_hash", proof.leafHash());
          json.writeNumberField("tree_size", proof.size());
          json.writeStringField("root_hash", proof.rootHash());
          JsonAnswer.texts(json, "proof", proof.proof());
          json.writeStringField("checkpoint", proof.checkpoint());
          json.writeEndObject();
        });
  }

  /** That the log of {@code to} records begins with that of {@code from}. */
  @GET
  @Path("/consistency")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.READ_AUDIT)
  @Takes({"from", "to"})
  public Response consistency(@Context ContainerRequestContext context) throws IOException {
    long from =
        size(context, "from").orElseThrow(() -> Query.invalid("from", "must be given: a size"));
    Consistency proof =
        log.consistency(from, size(context, "to"))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND,
                        "no checkpoint covers that many records, or `from` is beyond `to`"));
    return Answers.ok(json -> write(json, proof));
  }

  /** The last signed checkpoint. */
  @GET
  @Path("/checkpoint")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.READ_AUDIT)
  public Response checkpoint() {
    return TlogRoutes.note(log);
  }

  /**
   * The public key that checks the checkpoints: who keeps it elsewhere need not trust this host.
   */
  @GET
  @Path("/key")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.READ_AUDIT)
  public Response key() {
    return TlogRoutes.text(log.key() + "\n");
  }

  private static void write(JsonGenerator json, Consistency proof) throws IOException {
    json.writeStartObject();
    json.writeNumberField("from", proof.from());
    json.writeStringField("from_root_hash", proof.fromRootHash());
    json.writeNumberField("to", proof.to());
    json.writeStringField("to_root_hash", proof.toRootHash());
    JsonAnswer.texts(json, "proof", proof.proof());
    json.writeStringField("checkpoint", proof.checkpoint());
    json.writeEndObject();
  }

  private static OptionalLong size(ContainerRequestContext context, String name) {
    Optional<String> text = Query.text(context, name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("\\d{1,16}")) {
      throw Query.invalid(name, "must be a number of records");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private static ProblemException noRecord(long seq) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "there is no record " + seq + ", or it was archived and removed");
  }
}
