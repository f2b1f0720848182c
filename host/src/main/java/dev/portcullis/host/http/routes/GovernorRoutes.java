package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.RefusedChangeException;
import dev.portcullis.host.governance.StaleVersionException;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What rules besides the policy: mode, thresholds and toggles. */
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
    return ConfigJson.answer(governance.current());
  }

  /** Changes some of it, for good or for a time, if it still is what the caller saw. */
  @PATCH
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Needs(Permission.CHANGE_CONFIG)
  public Response change(@Context ContainerRequestContext context)
      throws InvalidJsonException, AuditUnavailableException {
    long version = IfMatch.version(context, governance.current());
    ConfigChange change = bodies.read(context, true, ConfigChangeReader::read).orElseThrow();
    try {
      return ConfigJson.answer(governance.change(version, change, Doorkeeper.caller(context)));
    } catch (StaleVersionException changedMeanwhile) {
      throw IfMatch.stale(changedMeanwhile);
    } catch (RefusedChangeException refused) {
      var faults = new Faults();
      refused.faults().forEach(fault -> faults.add(fault.pointer(), fault.reason()));
      faults.check();
      throw new IllegalStateException("a change that is refused without a reason", refused);
    }
  }
}
