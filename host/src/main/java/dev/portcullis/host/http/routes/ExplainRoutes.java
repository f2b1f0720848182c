package dev.portcullis.host.http.routes;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import dev.portcullis.host.rehearsal.Explanation;
import dev.portcullis.host.rehearsal.Hypothesis;
import dev.portcullis.host.rehearsal.RehearsalBusyException;
import dev.portcullis.host.rehearsal.Rehearsals;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What would be decided, and why; nothing runs and nothing is counted. */
@Path("/v1/governor/explain")
@Produces(MediaType.APPLICATION_JSON)
public final class ExplainRoutes {
  private final Rehearsals rehearsals;
  private final JsonBodies bodies;

  ExplainRoutes(Rehearsals rehearsals, JsonBodies bodies) {
    this.rehearsals = rehearsals;
    this.bodies = bodies;
  }

  /** What every rule has to do with a request that nobody makes. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.REHEARSE)
  public Response explain(@Context ContainerRequestContext context) throws InvalidJsonException {
    Hypothesis hypothesis = bodies.read(context, true, HypothesisReader::read).orElseThrow();
    try {
      Explanation explanation = rehearsals.explain(hypothesis).orElseThrow(PolicyRoutes::unknown);
      return Answers.ok(json -> ExplanationJson.write(json, explanation));
    } catch (InvalidPolicyException invalid) {
      throw new ProblemException(InvalidPolicy.problem(invalid));
    } catch (RehearsalBusyException busy) {
      throw new ProblemException(
          ProblemType.CONFLICT, "as many explanations as may be are under way; ask again");
    }
  }
}
