package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditArchive;
import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.AuditStream;
import dev.portcullis.host.audit.TransparencyLog;
import dev.portcullis.host.audit.index.AuditIndex;
import dev.portcullis.host.execution.Executions;
import dev.portcullis.host.governance.Governance;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.http.edge.Bodies;
import dev.portcullis.host.http.json.StrictJson;
import dev.portcullis.host.http.port.AuditReads;
import dev.portcullis.host.http.port.Authenticator;
import dev.portcullis.host.http.port.Keys;
import dev.portcullis.host.http.port.Vitals;
import dev.portcullis.host.rehearsal.Rehearsals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
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
        // Every answer says its length or is a stream, which waits for no buffer to be full.
        .property(CommonProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0)
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .property(ServerProperties.BV_FEATURE_DISABLE, true)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true)
        .register(new Doorkeepers(ports.authenticator(), ports.auditReads()))
        .register(new ProblemMapper(bodies))
        .register(new ExecutionRoutes(ports.executions(), json))
        .register(new StatusRoutes(ports.vitals(), ports.meters()))
        .register(new GovernorRoutes(ports.governance(), json))
        .register(new PolicyRoutes(ports.governance(), ports.policies(), json))
        .register(new ExplainRoutes(ports.rehearsals(), json))
        .register(new ReplayRoutes(ports.rehearsals(), json))
        .register(new HaltRoutes(ports.killSwitch(), json))
        .register(new AuditRoutes(ports.audit()))
        .register(new AuditProofRoutes(ports.journal().log()))
        .register(new TlogRoutes(ports.journal().log()))
        .register(new AuditExportRoutes(ports.journal().exports()))
        .register(
            new AuditStreamRoutes(
                ports.journal().stream(), ports.authenticator(), ports.journal().keyCheck()))
        .register(new AuditArchiveRoutes(ports.journal().archive()))
        .register(new KeyRoutes(ports.keys(), json));
  }

  /**
   * What the routes of the journal ask.
   *
   * @param keyCheck how long the key of one who follows the journal is trusted before it is looked
   *     up again
   */
  public record JournalPorts(
      TransparencyLog log,
      AuditExports exports,
      AuditStream stream,
      AuditArchive archive,
      Duration keyCheck) {
    /** With keys looked up every five seconds. */
    public JournalPorts(
        TransparencyLog log, AuditExports exports, AuditStream stream, AuditArchive archive) {
      this(log, exports, stream, archive, Duration.ofSeconds(5));
    }
  }

  /** What the routes ask. */
  public record Ports(
      Executions executions,
      Governance governance,
      Policies policies,
      Rehearsals rehearsals,
      KillSwitch killSwitch,
      Authenticator authenticator,
      Keys keys,
      AuditIndex audit,
      AuditReads auditReads,
      JournalPorts journal,
      Vitals vitals,
      PrometheusMeterRegistry meters) {}
}
