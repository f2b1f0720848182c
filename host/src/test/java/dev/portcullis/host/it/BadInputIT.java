package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no caller should send: refused with the field at fault, and nothing runs. */
@ExtendWith(SharedHost.class)
class BadInputIT {
  private static final int TEN_MEGABYTES = 10_000_000;

  private final HostProcess host;
  private int decidedBefore;

  BadInputIT(HostProcess host) {
    this.host = host;
  }

  static List<BadInput> bodies() {
    return BadInput.all();
  }

  @BeforeEach
  void countDecisions() throws Exception {
    decidedBefore = host.journal().records("decided").size();
  }

  @AfterEach
  void nothingWasDecided_andTheHostIsWell() throws Exception {
    assertThat(host.journal().records("decided")).hasSize(decidedBefore);
    host.agent().get("/v1/ready").is(200);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void create_badBody_isRefusedNamingTheField(BadInput bad) throws Exception {
    Answer answer = host.agent().send("POST", "/v1/executions", Map.of(), bad.body().toArray());

    answer.isProblem(400, "invalid_request");
    if (!bad.pointer().isEmpty()) {
      assertThat(answer.pointers()).contains(shown(bad.pointer()));
    }
    answer
        .json()
        .path("errors")
        .forEach(error -> assertThat(error.path("reason").asText()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void create_tenMegabytesOfCode_isRefusedAndHeard(boolean lengthIsDeclared) throws Exception {
    ObjectNode request = Api.program("python", "#".repeat(TEN_MEGABYTES));
    byte[] body = Answer.JSON.writeValueAsBytes(request);

    Answer answer =
        lengthIsDeclared
            ? host.agent().send("POST", "/v1/executions", Map.of(), body)
            : host.agent().stream("/v1/executions", body);

    answer.is(413);
    assertThat(answer.json().path("detail").asText()).contains("8388608");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, application/json, 415",
    "application/x-www-form-urlencoded, application/json, 415",
    "application/json, application/xml, 406"
  })
  void create_mediaTypeThatIsNotSpoken_isRefused(String sent, String wanted, int status)
      throws Exception {
    byte[] body = Answer.JSON.writeValueAsBytes(Api.program("python", "print(1)"));
    Map<String, String> headers = Map.of("Content-Type", sent, "Accept", wanted);

    host.agent().send("POST", "/v1/executions", headers, body).is(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?dry_run=maybe", "?dry_run", "?dry_run=true&dry_run=false", "?colour=red"})
  void create_badQuery_isRefused(String query) throws Exception {
    host.agent()
        .post("/v1/executions" + query, Api.program("python", "print(1)"))
        .isProblem(400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "exe_",
        "x",
        "exe_01ARZ3NDEKTSV4RRFFQ69G5FAV%00",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd"
      })
  void find_idThatIsNone_isNotFoundOrRefused(String id) throws Exception {
    for (Answer answer :
        List.of(
            host.agent().get("/v1/executions/" + id),
            host.agent().delete("/v1/executions/" + id),
            host.agent().get("/v1/executions/" + id + "/artifacts/0"))) {
      assertThat(answer.status()).as("%s", answer).isIn(400, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ptc_", "ptc_000000000000000000000000000000000000"})
  void create_badKey_isUnauthenticated(String key) throws Exception {
    Answer answer = host.as(key).run(Api.program("python", "print(1)"));

    answer.isProblem(401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void create_roleThatRunsNothing_isForbidden() throws Exception {
    host.key("it-auditor", "auditor")
        .run(Api.program("python", "print(1)"))
        .isProblem(403, "forbidden");
  }

  @Test
  void create_methodThatIsNotThere_namesThoseThatAre() throws Exception {
    Answer answer = host.agent().send("PUT", "/v1/executions", Map.of(), new byte[] {'{', '}'});

    answer.is(405);
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
  }

  /** A control character in a name is shown as U+FFFD, not handed back. */
  private static String shown(String pointer) {
    return pointer.replace('\0', '\uFFFD');
  }

  @Test
  void refusals_manyOfThem_startNoContainer() throws Exception {
    List<String> before = settled();
    for (BadInput bad : BadInput.all()) {
      host.agent().send("POST", "/v1/executions", Map.of(), bad.body().toArray()).is(400);
    }

    assertThat(host.containers()).containsExactlyInAnyOrderElementsOf(before);
  }

  /** The pool's containers once it is full again. */
  private List<String> settled() throws Exception {
    List<String> containers = host.containers();
    while (true) {
      Thread.sleep(1_500);
      List<String> now = host.containers();
      if (now.equals(containers)) {
        return now;
      }
      containers = now;
    }
  }
}
