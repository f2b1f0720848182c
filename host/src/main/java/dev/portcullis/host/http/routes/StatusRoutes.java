package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.host.execution.FieldError;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.http.port.Vitals;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the host is and how it is. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusRoutes {
  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";
  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  private final Vitals vitals;
  private final PrometheusMeterRegistry meters;

  StatusRoutes(Vitals vitals, PrometheusMeterRegistry meters) {
    this.vitals = vitals;
    this.meters = meters;
  }

  /** The process answers. */
  @GET
  @Path("v1/live")
  @NeedsNoKey
  public Response live() {
    return status("live");
  }

  /** The host takes work, or why not. */
  @GET
  @Path("v1/ready")
  @NeedsNoKey
  public Response ready() {
    List<String> causes = vitals.unreadyBecause();
    if (!causes.isEmpty()) {
      throw new ProblemException(
          new Problem(
              ProblemType.NOT_READY,
              String.join("; ", causes),
              causes.stream().map(cause -> new FieldError("", cause)).toList(),
              Optional.empty(),
              Optional.of(Duration.ofSeconds(1)),
              Map.of()));
    }
    List<String> warnings = vitals.warnings();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "ready");
          if (!warnings.isEmpty()) {
            JsonAnswer.texts(json, "warnings", warnings);
          }
          json.writeEndObject();
        });
  }

  /** Everything that is looked at, and a few sizes. */
  @GET
  @Path("v1/health")
  @Needs(Permission.READ_TELEMETRY)
  public Response health() {
    Vitals.Health health = vitals.health();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", worst(health.checks()));
          json.writeNumberField("uptime_s", health.uptime().toSeconds());
          json.writeNumberField("db_size_mb", rounded(health.databaseBytes() / MEGABYTE));
          json.writeNumberField("disk_free_gb", rounded(health.diskFreeBytes() / GIGABYTE));
          checks(json, health.checks());
          json.writeEndObject();
        });
  }

  /** What must hold before anything runs, and what to do where it does not. */
  @GET
  @Path("v1/preflight")
  @Needs(Permission.READ_PREFLIGHT)
  public Response preflight() {
    List<PreflightCheck> checks = vitals.preflight();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", worst(checks));
          checks(json, checks);
          json.writeEndObject();
        });
  }

  /** The languages there are, and by which other names. */
  @GET
  @Path("v1/languages")
  @Needs(Permission.READ_LANGUAGES)
  public Response languages() {
    List<Profile> profiles = vitals.profiles();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Profile profile : profiles) {
            for (Language language : profile.languages()) {
              json.writeStartObject();
              json.writeStringField("language", language.name());
              JsonAnswer.texts(json, "aliases", language.aliases());
              json.writeStringField("version", language.version());
              json.writeStringField("profile", profile.name());
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** For Prometheus. */
  @GET
  @Path("metrics")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.READ_TELEMETRY)
  public Response metrics() {
    return Response.ok(meters.scrape().getBytes(StandardCharsets.UTF_8))
        .header("Content-Type", EXPOSITION)
        .build();
  }

  /** The same under the versioned path. */
  @GET
  @Path("v1/metrics")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.READ_TELEMETRY)
  public Response versionedMetrics() {
    return metrics();
  }

  private static Response status(String status) {
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", status);
          json.writeEndObject();
        });
  }

  private static String worst(List<PreflightCheck> checks) {
    return checks.stream()
        .map(PreflightCheck::status)
        .max(Comparator.naturalOrder())
        .orElse(PreflightCheck.Status.PASS)
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private static void checks(JsonGenerator json, List<PreflightCheck> checks) throws IOException {
    json.writeArrayFieldStart("checks");
    for (PreflightCheck check : checks) {
      json.writeStartObject();
      json.writeStringField("name", check.name());
      json.writeStringField("status", check.status().name().toLowerCase(Locale.ROOT));
      json.writeStringField("detail", check.detail());
      json.writeStringField("remedy", check.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static double rounded(double number) {
    return Math.round(number * 100) / 100.0;
  }
}
