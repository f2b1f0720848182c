package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.KeptPolicy;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.http.edge.Bodies.Body;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;

/** Policies, each under the digest of its bytes, and which of them rules. */
@Path("/v1/governor/policies")
public final class PolicyRoutes {
  /** RFC 9512. */
  private static final String YAML = "application/yaml";

  private final Governance governance;
  private final Policies policies;
  private final JsonBodies bodies;

  PolicyRoutes(Governance governance, Policies policies, JsonBodies bodies) {
    this.governance = governance;
    this.policies = policies;
    this.bodies = bodies;
  }

  /** Every policy that is kept, the newest first. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.READ_POLICIES)
  public Response list() {
    String active = governance.current().policyDigest();
    List<KeptPolicy> kept = policies.list();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (KeptPolicy policy : kept) {
            write(json, policy, policy.digest().equals(active));
          }
          json.writeEndArray();
          json.writeNullField("next_cursor");
          json.writeEndObject();
        });
  }

  /** Keeps a policy, which does not make it rule. */
  @POST
  @Consumes(YAML)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.MANAGE_POLICIES)
  public Response keep(@Context ContainerRequestContext context) throws AuditUnavailableException {
    Policies.Kept kept;
    try (Body body = bodies.body(context)) {
      kept = policies.keep(body.bytes().clone(), Doorkeeper.caller(context));
    } catch (InvalidPolicyException invalid) {
      throw new ProblemException(InvalidPolicy.problem(invalid));
    }
    JsonAnswer.Content content =
        json -> {
          json.writeStartObject();
          json.writeStringField("digest", kept.digest());
          json.writeEndObject();
        };
    return Answers.json(kept.isNew() ? 201 : 200, content)
        .header(HttpHeaders.LOCATION, "/v1/governor/policies/" + kept.digest())
        .build();
  }

  /** The bytes of a policy, which never change under its digest. */
  @GET
  @Path("{digest}")
  @Produces(YAML)
  @Needs(Permission.READ_POLICIES)
  public Response document(@PathParam("digest") String digest) {
    byte[] document = policies.document(known(digest)).orElseThrow(PolicyRoutes::unknown);
    return Response.ok(document)
        .header(HttpHeaders.CONTENT_LENGTH, document.length)
        .header(HttpHeaders.ETAG, "\"" + digest + "\"")
        .build();
  }

  /** Makes a kept policy rule, if the configuration still is what the caller saw. */
  @POST
  @Path("{digest}/activate")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.MANAGE_POLICIES)
  public Response activate(
      @PathParam("digest") String digest, @Context ContainerRequestContext context)
      throws AuditUnavailableException {
    long version = IfMatch.version(context, governance.current());
    try {
      RuntimeConfig config =
          policies
              .activate(version, known(digest), Doorkeeper.caller(context))
              .orElseThrow(PolicyRoutes::unknown);
      return ConfigJson.answer(config);
    } catch (StaleVersionException changedMeanwhile) {
      throw IfMatch.stale(changedMeanwhile);
    } catch (InvalidPolicyException invalid) {
      throw new ProblemException(InvalidPolicy.problem(invalid));
    }
  }

  private static String known(String digest) {
    if (!PolicyDigest.isValid(digest)) {
      throw unknown();
    }
    return digest;
  }

  static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "no policy of that digest is kept here");
  }

  private static void write(JsonGenerator json, KeptPolicy policy, boolean active)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("digest", policy.digest());
    json.writeBooleanField("active", active);
    json.writeNumberField("bytes", policy.bytes());
    json.writeStringField("stored_at", policy.stored().at().toString());
    json.writeStringField("stored_by", policy.stored().by());
    if (policy.activated().isPresent()) {
      json.writeStringField("activated_at", policy.activated().get().at().toString());
      json.writeStringField("activated_by", policy.activated().get().by());
    } else {
      json.writeNullField("activated_at");
      json.writeNullField("activated_by");
    }
    json.writeEndObject();
  }
}
