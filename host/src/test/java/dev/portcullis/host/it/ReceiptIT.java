package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The confinement of a sandbox, as the answer reports it and as a program finds it. */
@ExtendWith(SharedHost.class)
class ReceiptIT {
  private static final String NO_CAPABILITIES = "0000000000000000";

  private final HostProcess host;

  ReceiptIT(HostProcess host) {
    this.host = host;
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "node", "shell"})
  void receipt_everyLanguage_reportsTheWholeConfinement(String language) throws Exception {
    String nothing = language.equals("node") ? ";" : language.equals("shell") ? ":" : "pass";
    JsonNode sandbox =
        host.agent().run(Api.program(language, nothing)).is(200).json().path("sandbox");

    assertThat(sandbox.path("driver").asText()).isEqualTo("docker");
    assertThat(sandbox.path("image_id").asText()).matches("sha256:[0-9a-f]{64}");
    JsonNode receipt = sandbox.path("receipt");
    assertThat(receipt.path("uid").asInt()).isPositive();
    assertThat(receipt.path("capabilities").asText()).isEqualTo(NO_CAPABILITIES);
    assertThat(receipt.path("seccomp").asText()).isEqualTo("filter");
    assertThat(receipt.path("no_new_privileges").booleanValue()).isTrue();
    assertThat(texts(receipt.path("interfaces"))).containsExactly("lo");
    assertThat(receipt.path("rootfs").asText()).isEqualTo("read-only");
    assertThat(texts(receipt.path("mounts")))
        .contains("/workspace tmpfs", "/tmp tmpfs")
        .allMatch(mount -> Set.of("tmpfs", "mqueue").contains(mount.replaceFirst(".* ", "")));
  }

  @Test
  void program_thatLooksItself_findsWhatTheReceiptSays() throws Exception {
    JsonNode execution = look();
    JsonNode found = Answer.JSON.readTree(Output.of(execution, "stdout"));
    JsonNode receipt = execution.path("sandbox").path("receipt");

    int uid = receipt.path("uid").asInt();
    assertThat(ints(found.path("uids"))).containsExactly(uid, uid, uid);
    assertThat(ints(found.path("gids"))).containsExactly(uid, uid, uid);
    assertThat(ints(found.path("groups"))).isSubsetOf(uid);
    JsonNode status = found.path("status");
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(status.path(set).asText()).as(set).isEqualTo(NO_CAPABILITIES);
    }
    assertThat(status.path("Seccomp").asText()).isEqualTo("2");
    assertThat(status.path("NoNewPrivs").asText()).isEqualTo("1");
    assertThat(texts(found.path("interfaces"))).containsExactly("lo");
    assertThat(texts(found.path("writable")))
        .isSubsetOf("/workspace", "/tmp", "/dev/shm", "/dev/mqueue");
    assertThat(found.path("root").asText()).isEqualTo("EROFS");
  }

  @Test
  void program_thatLooksForTheEngine_findsNoSocketAndNoWayOut() throws Exception {
    JsonNode found = Answer.JSON.readTree(Output.of(look(), "stdout"));

    assertThat(texts(found.path("sockets"))).isEmpty();
    JsonNode connections = found.path("connections");
    assertThat(connections).isNotEmpty();
    connections
        .properties()
        .forEach(
            attempt ->
                assertThat(attempt.getValue().asText())
                    .as(attempt.getKey())
                    .isIn("EPERM", "EACCES", "ENOENT", "ECONNREFUSED", "ENETUNREACH"));
    assertThat(texts(found.path("mounts_of_host"))).isEmpty();
  }

  @Test
  void sandboxes_atTheSameTime_haveDifferentUsers() throws Exception {
    String waits = "import os, time; print(os.getuid(), flush=True); time.sleep(2)";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ids.add(host.agent().start(Api.program("python", waits)).is(202).json().path("id").asText());
    }
    Set<String> users = new HashSet<>();
    for (String id : ids) {
      JsonNode execution = Runs.finished(host.agent(), id);
      String user = execution.path("stdout").asText().strip();
      assertThat(user).isEqualTo(execution.at("/sandbox/receipt/uid").asText());
      users.add(user);
    }
    assertThat(users).hasSize(2).doesNotContain("0");
  }

  private JsonNode look() throws IOException, InterruptedException {
    ObjectNode request = Api.program("python", source());
    JsonNode execution = host.agent().run(request).is(200).json();
    assertThat(execution.at("/exit/code").asInt(-1)).as("%s", execution).isZero();
    return execution;
  }

  private static String source() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReceiptIT.class.getResourceAsStream("look-around.py"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static List<Integer> ints(JsonNode list) {
    List<Integer> ints = new ArrayList<>();
    list.forEach(element -> ints.add(element.asInt()));
    return ints;
  }
}
