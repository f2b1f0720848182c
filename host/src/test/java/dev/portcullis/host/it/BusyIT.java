package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that runs one program at a time: what waits, and what may not even wait. */
class BusyIT {
  private static final String CONFIG =
      """
      [http]
      port = 0
      [execution]
      enabled = true
      queued_per_principal = 1
      queue_time = "2s"
      [sandbox]
      most = 1
      """;
  private static final String SLEEPS = "sleep 1000";

  private static TestHome home;
  private static HostProcess host;
  private String running = "";

  @BeforeAll
  static void start() throws Exception {
    home = TestHome.of(CONFIG).withProfiles("shell");
    host = HostProcess.ready(home);
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    home.close();
  }

  @BeforeEach
  void occupyTheOnlyPlace() throws Exception {
    running = id(host.agent().start(Api.program("shell", SLEEPS)).is(202));
    Runs.running(host.agent(), running);
  }

  @AfterEach
  void giveThePlaceBack() throws Exception {
    host.agent().delete("/v1/executions/" + running);
    Runs.finished(host.agent(), running);
  }

  @Test
  void queued_whenThePlaceIsFree_runs() throws Exception {
    String waiting = id(host.agent().start(Api.program("shell", "echo mine")).is(202));
    Runs.in(host.agent(), waiting, "queued");

    host.agent().delete("/v1/executions/" + running).is(202);

    JsonNode execution = Runs.finished(host.agent(), waiting);
    assertThat(execution.path("stdout").asText()).isEqualTo("mine\n");
    assertThat(execution.at("/usage/queued_ms").asLong()).isPositive();
  }

  @Test
  void queued_cancelled_neverStarts() throws Exception {
    String waiting = id(host.agent().start(Api.program("shell", "echo never")).is(202));
    Runs.in(host.agent(), waiting, "queued");

    host.agent().delete("/v1/executions/" + waiting).is(202);

    JsonNode execution = Runs.finished(host.agent(), waiting);
    assertThat(execution.at("/exit/cause").asText()).isEqualTo("cancelled");
    assertThat(execution.path("stdout").asText()).isEmpty();
    assertThat(host.journal().about(waiting)).hasSize(2);
  }

  @Test
  void queued_forTooLong_isSaturatedAndRecorded() throws Exception {
    Answer answer = host.agent().run(Api.program("shell", "echo never"));

    answer.isProblem(503, "saturated");
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
    JsonNode finished = host.journal().records("finished").getLast();
    assertThat(finished.at("/outcome/cause").asText()).isEqualTo("refused");
    assertThat(finished.at("/outcome/problem").asText()).isEqualTo("saturated");
  }

  @Test
  void queue_ofOnePrincipalFull_refusesAtOnceAndLeavesOthersTheirPlace() throws Exception {
    String first = id(host.agent().start(Api.program("shell", "echo first")).is(202));
    Runs.in(host.agent(), first, "queued");

    String second = id(host.agent().start(Api.program("shell", "echo second")));
    String others =
        id(host.key("it-patient", "agent").start(Api.program("shell", "echo other")).is(202));

    JsonNode refused = Runs.finished(host.agent(), second);
    assertThat(refused.at("/exit/cause").asText()).isEqualTo("refused");
    assertThat(refused.at("/refusal/code").asText()).isEqualTo("saturated");
    Runs.in(host.key("it-patient"), others, "queued");
    host.agent().delete("/v1/executions/" + running).is(202);
    for (String id : List.of(first, others)) {
      assertThat(Runs.finished(host.admin(), id).at("/exit/cause").asText()).isEqualTo("exited");
    }
  }

  private static String id(Answer answer) {
    return answer.json().path("id").asText();
  }
}
