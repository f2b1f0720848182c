package dev.portcullis.host.http.routes;

import dev.portcullis.host.execution.Executions;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.http.edge.Bodies;
import dev.portcullis.host.http.json.StrictJson;
import dev.portcullis.host.http.port.AuditPages;
import dev.portcullis.host.http.port.Authenticator;
import dev.portcullis.host.http.port.Keys;
import dev.portcullis.host.http.port.Vitals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** Every route and what stands before and behind it. */
public final class Routes {
  /**
   * Jersey warns of every route that is no provider as well; held here, since the logging system
   * forgets the settings of loggers that nobody holds.
   */
  private static final Logger NOISE =
      Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

  private Routes() {}

  /**
   * What Jersey serves.
   *
   * @param bodies reads request bodies
   * @param largestBody bytes, which also bound a single text in it
   */
  public static ResourceConfig of(Ports ports, Bodies bodies, int largestBody) {
    NOISE.setLevel(Level.SEVERE);
    var json = new JsonBodies(bodies, new StrictJson(largestBody));
    return new ResourceConfig()
        .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
        .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
        .property(CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true)
        .property(CommonProperties.MOXY_JSON_FEATURE_DISABLE, true)
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .property(ServerProperties.BV_FEATURE_DISABLE, true)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true)
        .register(new Doorkeepers(ports.authenticator()))
        .register(new ProblemMapper(bodies))
        .register(new ExecutionRoutes(ports.executions(), json))
        .register(new StatusRoutes(ports.vitals(), ports.meters()))
        .register(new GovernorRoutes(ports.governance(), json))
        .register(new PolicyRoutes(ports.governance(), ports.policies(), json))
        .register(new HaltRoutes(ports.killSwitch(), json))
        .register(new AuditRoutes(ports.audit()))
        .register(new KeyRoutes(ports.keys(), json));
  }

  /** What the routes ask. */
  public record Ports(
      Executions executions,
      Governance governance,
      Policies policies,
      KillSwitch killSwitch,
      Authenticator authenticator,
      Keys keys,
      AuditPages audit,
      Vitals vitals,
      PrometheusMeterRegistry meters) {}
}
