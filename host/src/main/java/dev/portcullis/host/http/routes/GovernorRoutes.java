package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What rules: mode and thresholds. */
@Path("/v1/governor/config")
@Produces(MediaType.APPLICATION_JSON)
public final class GovernorRoutes {
  private final Governance governance;
  private final JsonBodies bodies;

  GovernorRoutes(Governance governance, JsonBodies bodies) {
    this.governance = governance;
    this.bodies = bodies;
  }

  /** What is in force. */
  @GET
  @Needs(Permission.READ_CONFIG)
  public Response config() {
    return config(governance.current());
  }

  /** Changes mode or thresholds, if they are still what the caller saw. */
  @PATCH
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Needs(Permission.CHANGE_CONFIG)
  public Response change(@Context ContainerRequestContext context)
      throws InvalidJsonException, AuditUnavailableException, InterruptedException {
    long version = expectedVersion(context);
    Change change = bodies.read(context, true, Change::read).orElseThrow();
    try {
      return config(
          governance.change(version, change.mode, change.thresholds, Doorkeeper.caller(context)));
    } catch (StaleVersionException changedMeanwhile) {
      throw stale(governance.current().version());
    }
  }

  private Response config(RuntimeConfig config) {
    return Answers.json(200, json -> write(json, config))
        .header(HttpHeaders.ETAG, "\"" + config.version() + "\"")
        .build();
  }

  private static void write(JsonGenerator json, RuntimeConfig config) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", config.version());
    json.writeStringField("mode", config.mode().text());
    json.writeObjectFieldStart("thresholds");
    json.writeNumberField("warn", config.thresholds().warn());
    json.writeNumberField("block", config.thresholds().block());
    json.writeEndObject();
    json.writeStringField("policy_digest", config.policyDigest());
    json.writeEndObject();
  }

  /** RFC 9110 section 13.1.1: one of the tags given must be the version in force. */
  private long expectedVersion(ContainerRequestContext context) {
    String header = context.getHeaderString(HttpHeaders.IF_MATCH);
    if (header == null) {
      throw new ProblemException(
          ProblemType.PRECONDITION_REQUIRED, "send `If-Match` with the ETag of what you read");
    }
    long inForce = governance.current().version();
    for (String tag : header.split(",", -1)) {
      if (tag.strip().equals("*") || tag.strip().equals("\"" + inForce + "\"")) {
        return inForce;
      }
    }
    throw stale(inForce);
  }

  private static ProblemException stale(long inForce) {
    return new ProblemException(
        ProblemType.STALE_VERSION,
        "the configuration is at version " + inForce + ": read it again, then change it");
  }

  private record Change(Optional<Mode> mode, Optional<Thresholds> thresholds) {
    static Optional<Change> read(ObjectReader object, Faults faults) {
      Optional<String> text = object.text("mode");
      Optional<Mode> mode = text.flatMap(Mode::of);
      if (text.isPresent() && mode.isEmpty()) {
        faults.add(
            object.at("mode"),
            "must be one of "
                + Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", ")));
      }
      boolean sets = object.has("mode") || object.has("thresholds");
      Optional<Thresholds> thresholds =
          object.object("thresholds").flatMap(given -> thresholds(given, faults));
      object.finish();
      if (!sets && faults.isEmpty()) {
        faults.add("", "must set `mode` or `thresholds`");
      }
      return Optional.of(new Change(mode, thresholds));
    }

    private static Optional<Thresholds> thresholds(ObjectReader object, Faults faults) {
      OptionalLong warn = required(object, "warn", faults);
      OptionalLong block = required(object, "block", faults);
      object.finish();
      if (warn.isEmpty() || block.isEmpty()) {
        return Optional.empty();
      }
      if (warn.getAsLong() > block.getAsLong()) {
        faults.add(object.at("warn"), "must be no higher than `block`");
        return Optional.empty();
      }
      return Optional.of(new Thresholds((int) warn.getAsLong(), (int) block.getAsLong()));
    }

    private static OptionalLong required(ObjectReader object, String name, Faults faults) {
      if (!object.has(name)) {
        faults.add(object.at(name), "is required");
      }
      return object.number(name, Thresholds.LEAST, Thresholds.MOST);
    }
  }
}
