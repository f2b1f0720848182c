package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.execution.Execution;
import dev.portcullis.host.execution.ExecutionId;
import dev.portcullis.host.execution.ExecutionResult;
import dev.portcullis.host.execution.Executions;
import dev.portcullis.host.http.edge.Bodies.Body;
import dev.portcullis.host.http.json.DecisionJson;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import dev.portcullis.host.http.problem.RateLimitFields;
import dev.portcullis.host.sandbox.Artifact;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import java.util.Optional;

/** Programs: run, watch, fetch, cancel. */
@Path("/v1/executions")
@Produces(MediaType.APPLICATION_JSON)
public final class ExecutionRoutes {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  private final Executions executions;
  private final JsonBodies bodies;

  ExecutionRoutes(Executions executions, JsonBodies bodies) {
    this.executions = executions;
    this.bodies = bodies;
  }

  /** Runs a program, or only asks whether it might. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.RUN)
  @Takes("dry_run")
  public Response create(@Context ContainerRequestContext context)
      throws InvalidJsonException, InterruptedException {
    boolean dryRun = Query.flag(context, "dry_run");
    Caller caller = Doorkeeper.caller(context);
    Admission admission;
    try (Body body = bodies.body(context)) {
      admission =
          executions.submit(ExecutionRequestReader.read(bodies.parse(body), dryRun), caller);
    }
    return switch (admission) {
      case Admission.Refused(var refusal) -> throw new ProblemException(Problem.of(refusal));
      case Admission.Judged judged -> judged(judged);
      case Admission.Admitted(var execution) ->
          wantsAsync(context) ? accepted(execution) : finished(execution);
    };
  }

  /** One execution, as far as it has come. */
  @GET
  @Path("/{id}")
  @Needs(Permission.SEE_EXECUTIONS)
  public Response get(@PathParam("id") String id, @Context ContainerRequestContext context) {
    Execution execution = find(id, Doorkeeper.caller(context));
    return Answers.ok(json -> ExecutionJson.write(json, execution));
  }

  /** Executions from the newest to the oldest. */
  @GET
  @Needs(Permission.SEE_EXECUTIONS)
  @Takes({"cursor", "limit"})
  public Response list(@Context ContainerRequestContext context) {
    Caller caller = Doorkeeper.caller(context);
    int limit = Query.limit(context, USUAL_PAGE, LARGEST_PAGE);
    Optional<ExecutionId> before = Query.text(context, "cursor").map(ExecutionRoutes::cursor);
    Optional<String> owner =
        Permission.SEE_ALL_EXECUTIONS.of(caller.principal())
            ? Optional.empty()
            : Optional.of(caller.principal().id());
    // One more than asked for tells whether there is a next page.
    List<Execution> found = executions.list(owner, before, limit + 1);
    List<Execution> page = found.subList(0, Math.min(limit, found.size()));
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Execution execution : page) {
            ExecutionJson.summary(json, execution);
          }
          json.writeEndArray();
          if (found.size() > limit) {
            json.writeStringField("next_cursor", page.getLast().id().text());
          } else {
            json.writeNullField("next_cursor");
          }
          json.writeEndObject();
        });
  }

  /** Ends a program; one that has ended stays as it is. */
  @DELETE
  @Path("/{id}")
  @Needs(Permission.CANCEL)
  public Response cancel(@PathParam("id") String id, @Context ContainerRequestContext context) {
    Caller caller = Doorkeeper.caller(context);
    Execution execution = find(id, caller);
    if (!isOwn(execution, caller) && !Permission.CANCEL_ALL.of(caller.principal())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "only its principal or an admin ends an execution");
    }
    boolean ended = execution.result().isPresent();
    if (!ended) {
      execution.cancel();
    }
    return Answers.json(ended ? 200 : 202, json -> ExecutionJson.write(json, execution)).build();
  }

  /** The bytes of a file that a program left; never shown by a browser as part of this host. */
  @GET
  @Path("/{id}/artifacts/{index}")
  @Produces(MediaType.WILDCARD)
  @Needs(Permission.SEE_EXECUTIONS)
  public Response artifact(
      @PathParam("id") String id,
      @PathParam("index") String index,
      @Context ContainerRequestContext context) {
    List<Artifact> artifacts =
        find(id, Doorkeeper.caller(context))
            .result()
            .map(ExecutionResult::artifacts)
            .orElseThrow(ExecutionRoutes::notFound);
    if (!index.matches("0|[1-9]\\d{0,5}")
        || Integer.parseInt(index) >= artifacts.size()
        || !(artifacts.get(Integer.parseInt(index)) instanceof Artifact.Taken taken)) {
      throw notFound();
    }
    return Response.ok(taken.content().toArray(), MediaTypes.of(taken.path()))
        .header(HttpHeaders.CONTENT_LENGTH, taken.content().size())
        .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.header(taken.path()))
        .header("Content-Security-Policy", "sandbox")
        .build();
  }

  private static Response judged(Admission.Judged judged) {
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("dry_run", true);
          json.writeFieldName("decision");
          DecisionJson.write(json, judged.decision());
          json.writeFieldName("limits");
          ExecutionJson.limits(json, judged.limits());
          json.writeEndObject();
        });
  }

  private static Response accepted(Execution execution) {
    return limited(Answers.json(202, json -> ExecutionJson.write(json, execution)), execution)
        .header(HttpHeaders.LOCATION, "/v1/executions/" + execution.id().text())
        .header("Preference-Applied", "respond-async")
        .build();
  }

  /** A caller who goes away meanwhile ends nothing: the outcome can be fetched by its id. */
  private static Response finished(Execution execution) throws InterruptedException {
    ExecutionResult result = execution.await();
    if (result.refusal().isPresent()) {
      throw new ProblemException(Problem.of(result.refusal().get()));
    }
    return limited(Answers.json(200, json -> ExecutionJson.write(json, execution)), execution)
        .build();
  }

  /** Tells the caller what is left to it, before it asks for more than that. */
  private static Response.ResponseBuilder limited(
      Response.ResponseBuilder answer, Execution execution) {
    RateLimitFields.of(execution.standings()).forEach(answer::header);
    return answer;
  }

  /** RFC 7240; preferences that are not known are ignored, as it says. */
  private static boolean wantsAsync(ContainerRequestContext context) {
    String prefer = context.getHeaderString("Prefer");
    if (prefer == null) {
      return false;
    }
    for (String preference : prefer.split(",", -1)) {
      if (preference.strip().equalsIgnoreCase("respond-async")) {
        return true;
      }
    }
    return false;
  }

  /** What a caller may not see is not there. */
  private Execution find(String id, Caller caller) {
    return ExecutionId.parse(id)
        .flatMap(executions::find)
        .filter(
            execution ->
                isOwn(execution, caller) || Permission.SEE_ALL_EXECUTIONS.of(caller.principal()))
        .orElseThrow(ExecutionRoutes::notFound);
  }

  private static boolean isOwn(Execution execution, Caller caller) {
    return execution.owner().id().equals(caller.principal().id());
  }

  private static ExecutionId cursor(String text) {
    return ExecutionId.parse(text)
        .orElseThrow(() -> Query.invalid("cursor", "is not the `next_cursor` of a page"));
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ProblemType.NOT_FOUND, "no such execution or artifact, or it is kept no longer");
  }
}
