package dev.portcullis.host.http.routes;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.rehearsal.Rehearsals;
import dev.portcullis.host.rehearsal.Replayed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;

/** What a policy would have decided otherwise of what the journal has. */
@Path("/v1/governor/replay")
@Produces(MediaType.APPLICATION_JSON)
public final class ReplayRoutes {
  private final Rehearsals rehearsals;
  private final JsonBodies bodies;

  ReplayRoutes(Rehearsals rehearsals, JsonBodies bodies) {
    this.rehearsals = rehearsals;
    this.bodies = bodies;
  }

  private record Wish(String policyDigest, Span span) {
    static Optional<Wish> read(ObjectReader body, Faults faults) {
      Optional<String> digest = body.requiredText("policy_digest");
      if (digest.isPresent() && !PolicyDigest.isValid(digest.get())) {
        faults.add(body.at("policy_digest"), "must be `sha256:` and 64 hexadecimal digits");
      }
      Span span =
          new Span(
              ConfigChangeReader.time(body, "from", faults),
              ConfigChangeReader.time(body, "to", faults));
      body.finish();
      return Optional.of(new Wish(digest.orElse(""), span));
    }
  }

  /** Makes recorded decisions again with a kept policy. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.REHEARSE)
  public Response replay(@Context ContainerRequestContext context)
      throws InvalidJsonException, IOException {
    Wish wish = bodies.read(context, true, Wish::read).orElseThrow();
    try {
      return switch (rehearsals.replay(wish.policyDigest, wish.span)) {
        case Replayed.Done done -> Answers.ok(json -> ReplayJson.write(json, done));
        case Replayed.UnknownPolicy _ -> throw PolicyRoutes.unknown();
        case Replayed.Busy _ ->
            throw new ProblemException(
                ProblemType.CONFLICT, "another replay is under way, and one runs at a time");
      };
    } catch (InvalidPolicyException invalid) {
      throw new ProblemException(InvalidPolicy.problem(invalid));
    }
  }
}
