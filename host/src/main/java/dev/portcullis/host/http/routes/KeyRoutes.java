package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.http.port.Keys;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
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
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** API keys. The text of a key is in the answer that made it and nowhere else. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeyRoutes {
  private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** The doors a key can be made for; the others are told by their route. */
  private static final Set<Source> SOURCES = EnumSet.of(Source.API, Source.CLI);

  private final Keys keys;
  private final JsonBodies bodies;

  KeyRoutes(Keys keys, JsonBodies bodies) {
    this.keys = keys;
    this.bodies = bodies;
  }

  /** Makes a key. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Permission.MANAGE_KEYS)
  public Response create(@Context ContainerRequestContext context)
      throws InvalidJsonException, AuditUnavailableException, InterruptedException {
    NewKey wanted = bodies.read(context, true, NewKey::read).orElseThrow();
    Keys.Created created =
        keys.create(wanted.principal, wanted.roles, wanted.source, Doorkeeper.caller(context));
    return Answers.json(201, json -> write(json, created.key(), Optional.of(created.text())))
        .header(HttpHeaders.LOCATION, "/v1/keys/" + created.key().id())
        .build();
  }

  /** Every key, without its text. */
  @GET
  @Needs(Permission.MANAGE_KEYS)
  public Response list() {
    List<Keys.Key> all = keys.list();
    return Answers.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Keys.Key key : all) {
            write(json, key, Optional.empty());
          }
          json.writeEndArray();
          json.writeNullField("next_cursor");
          json.writeEndObject();
        });
  }

  /** Gives a key a new text. */
  @POST
  @Path("/{id}/rotate")
  @Needs(Permission.MANAGE_KEYS)
  public Response rotate(@PathParam("id") String id, @Context ContainerRequestContext context)
      throws AuditUnavailableException, InterruptedException {
    Keys.Created created =
        keys.rotate(id, Doorkeeper.caller(context)).orElseThrow(KeyRoutes::notFound);
    return Answers.ok(json -> write(json, created.key(), Optional.of(created.text())));
  }

  /** Ends a key. */
  @DELETE
  @Path("/{id}")
  @Needs(Permission.MANAGE_KEYS)
  public Response revoke(@PathParam("id") String id, @Context ContainerRequestContext context)
      throws AuditUnavailableException, InterruptedException {
    Keys.Key key = keys.revoke(id, Doorkeeper.caller(context)).orElseThrow(KeyRoutes::notFound);
    return Answers.ok(json -> write(json, key, Optional.empty()));
  }

  private static void write(JsonGenerator json, Keys.Key key, Optional<String> text)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", key.id());
    if (text.isPresent()) {
      json.writeStringField("key", text.get());
    }
    json.writeStringField("principal", key.principal());
    JsonAnswer.texts(json, "roles", key.roles().stream().sorted().map(Role::text).toList());
    json.writeStringField("source", key.source().text());
    json.writeStringField("created_at", key.createdAt().toString());
    if (key.revokedAt().isPresent()) {
      json.writeStringField("revoked_at", key.revokedAt().get().toString());
    } else {
      json.writeNullField("revoked_at");
    }
    json.writeEndObject();
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemType.NOT_FOUND, "no such key, or it is revoked");
  }

  private record NewKey(String principal, Set<Role> roles, Source source) {
    static Optional<NewKey> read(ObjectReader object, Faults faults) {
      Optional<String> principal = object.requiredText("principal");
      if (principal.isPresent() && !PRINCIPAL.matcher(principal.get()).matches()) {
        faults.add(object.at("principal"), "is not a name: 1 to 64 letters, digits and `._@-`");
      }
      Set<Role> roles = roles(object, faults);
      Optional<String> text = object.text("source");
      Optional<Source> source = text.flatMap(Source::of).filter(SOURCES::contains);
      if (text.isPresent() && source.isEmpty()) {
        faults.add(object.at("source"), "must be `api` or `cli`");
      }
      object.finish();
      return Optional.of(new NewKey(principal.orElse(""), roles, source.orElse(Source.API)));
    }

    private static Set<Role> roles(ObjectReader object, Faults faults) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      boolean given = object.has("roles");
      List<String> texts = object.texts("roles", Role.values().length);
      for (String text : texts) {
        Role.of(text)
            .ifPresentOrElse(
                roles::add,
                () ->
                    faults.add(
                        object.at("roles"), "must be of agent, operator, auditor and admin"));
      }
      if (!given || (texts.isEmpty() && faults.isEmpty())) {
        faults.add(object.at("roles"), "must name at least one role");
      }
      return roles;
    }
  }
}
