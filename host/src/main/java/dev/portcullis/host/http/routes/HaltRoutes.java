package dev.portcullis.host.http.routes;

import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.ObjectReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The kill switch. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class HaltRoutes {
  private static final int REASON_LENGTH = 1_000;

  private final KillSwitch killSwitch;
  private final JsonBodies bodies;

  HaltRoutes(KillSwitch killSwitch, JsonBodies bodies) {
    this.killSwitch = killSwitch;
    this.bodies = bodies;
  }

  /** Halts: nothing starts, what runs is ended. */
  @POST
  @Path("v1/kill")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.HALT)
  public Response kill(@Context ContainerRequestContext context) throws InvalidJsonException {
    String reason = bodies.read(context, false, HaltRoutes::reason).orElse("no reason given");
    killSwitch.kill(Doorkeeper.caller(context), reason);
    return halt();
  }

  /** Lets programs run again. */
  @POST
  @Path("v1/resume")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.HALT)
  public Response resume(@Context ContainerRequestContext context) throws InvalidJsonException {
    bodies.read(
        context,
        false,
        (object, faults) -> {
          object.finish();
          return Optional.of(true);
        });
    killSwitch.resume(Doorkeeper.caller(context));
    return halt();
  }

  private static Optional<String> reason(ObjectReader object, Faults faults) {
    Optional<String> reason = object.text("reason");
    if (reason.isPresent() && reason.get().length() > REASON_LENGTH) {
      faults.add(object.at("reason"), "must be at most " + REASON_LENGTH + " characters");
    }
    object.finish();
    return reason;
  }

  private Response halt() {
    Optional<KillSwitch.Halt> halt = killSwitch.halted();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("halted", halt.isPresent());
          if (halt.isPresent()) {
            json.writeStringField("by", halt.get().by());
            json.writeStringField("reason", halt.get().reason());
            json.writeStringField("since", halt.get().since().toString());
          }
          json.writeEndObject();
        });
  }
}
