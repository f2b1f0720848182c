package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyRoutesTest {
  private static final byte[] POLICY = DefaultPolicy.document();
  private static final String DIGEST = PolicyDigest.of(POLICY).text();

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void policies_kept_areListedAndGivenBackByteForByte() {
    Answer made = keep(POLICY);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text()).isEqualTo("{\"digest\":\"" + DIGEST + "\"}");
    assertThat(made.header("Location")).isEqualTo("/v1/governor/policies/" + DIGEST);
    assertThat(keep(POLICY).status()).isEqualTo(200);
    Answer document = door.get("auditor", "/v1/governor/policies/" + DIGEST);
    assertThat(document.response().body()).isEqualTo(POLICY);
    assertThat(document.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(document.header("ETag")).isEqualTo("\"" + DIGEST + "\"");
    assertThat(door.get("auditor", "/v1/governor/policies").text())
        .isEqualTo(
            "{\"items\":[{\"digest\":\""
                + DIGEST
                + "\",\"active\":false,\"bytes\":"
                + POLICY.length
                + ",\"stored_at\":\"1970-01-01T00:00:00Z\",\"stored_by\":\"admin\","
                + "\"activated_at\":null,\"activated_by\":null}],\"next_cursor\":null}");
  }

  @Test
  void policies_invalid_saysWhereLineByLine() {
    Answer answer =
        keep(
            "apiVersion: portcullis.dev/v1\nkind: Policy\nrules:\n  - {id: a, match: {}, efect: allow}\n"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid_policy");
    assertThat(answer.json().path("detail").asText()).startsWith("line 4, column ");
    assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(4);
    assertThat(answer.json().at("/errors/0/column").asInt()).isPositive();
    assertThat(answer.json().at("/errors/0/pointer").asText()).startsWith("/rules/0");
    assertThat(answer.json().at("/errors/0/reason").asText()).contains("effect");
    assertThat(door.get("admin", "/v1/governor/policies").json().path("items")).isEmpty();
  }

  @Test
  void policies_asJson_areUnsupported() {
    Answer answer = door.post("admin", "/v1/governor/policies", "{}");

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void activate_keptPolicy_needsTheVersionInForce() {
    keep(POLICY);

    assertThat(activate(DIGEST, "").status()).isEqualTo(428);
    assertThat(activate(DIGEST, "\"6\"").status()).isEqualTo(412);
    assertThat(activate("sha256:" + "0".repeat(64), "\"7\"").status()).isEqualTo(404);
    assertThat(activate("latest", "\"7\"").status()).isEqualTo(404);
    Answer activated = activate(DIGEST, "\"7\"");
    assertThat(activated.status()).isEqualTo(200);
    assertThat(activated.header("ETag")).isEqualTo("\"8\"");
    assertThat(activated.json().path("policy_digest").asText()).isEqualTo(DIGEST);
    assertThat(
            door.get("auditor", "/v1/governor/policies").json().at("/items/0/active").asBoolean())
        .isTrue();
  }

  @Test
  void document_unknown_isNotFound() {
    assertThat(door.get("auditor", "/v1/governor/policies/" + DIGEST).code())
        .isEqualTo("not_found");
    assertThat(door.get("auditor", "/v1/governor/policies/..%2f..").status()).isBetween(400, 404);
  }

  private Answer keep(byte[] document) {
    return door.send(
        "admin",
        "/v1/governor/policies",
        request ->
            request
                .POST(BodyPublishers.ofByteArray(document))
                .header("Content-Type", "application/yaml"));
  }

  private Answer activate(String digest, String ifMatch) {
    return door.send(
        "admin",
        "/v1/governor/policies/" + digest + "/activate",
        request -> {
          request.POST(BodyPublishers.noBody());
          return ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch);
        });
  }
}
