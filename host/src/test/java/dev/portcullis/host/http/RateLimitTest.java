package dev.portcullis.host.http;

import static dev.portcullis.host.http.OpenDoor.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.execution.Refusal;
import dev.portcullis.host.http.OpenDoor.Answer;
import dev.portcullis.host.quota.Standing;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers are told of the policy's rates and quotas, whether they are let in or not. */
class RateLimitTest {
  private static final RuleId TEAM = new RuleId("team-rate");
  private static final Rate RATE = new Rate(120, Duration.ofMillis(90_500), RateScope.PRINCIPAL);
  private static final Quota QUOTA = new Quota(4, RateScope.KEY);

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void create_overItsRate_is429WithEveryHeader() {
    door.host.answer =
        (_, _) ->
            new Admission.Refused(
                new Refusal(
                    Refusal.Code.RATE_LIMITED,
                    "too often",
                    List.of(),
                    Optional.of(FakeExecution.DECISION),
                    Optional.of(Duration.ofMillis(1_200)),
                    List.of(
                        new Standing(TEAM, RATE, 0, Optional.of(Duration.ofMillis(1_200))),
                        new Standing(TEAM, QUOTA, 3, Optional.empty()))));

    Answer answer = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("rate_limited");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.json().path("retry_after_ms").asLong()).isEqualTo(1_200);
    assertThat(answer.header("RateLimit-Policy"))
        .isEqualTo(
            "\"team-rate\";q=120;w=91, \"team-rate/concurrent\";q=4;qu=\"concurrent-requests\"");
    assertThat(answer.header("RateLimit"))
        .isEqualTo("\"team-rate\";r=0;t=2, \"team-rate/concurrent\";r=3");
  }

  @Test
  void create_withinItsRate_saysWhatIsLeft() {
    door.host.answer =
        (_, caller) -> {
          FakeExecution execution = door.host.keep(caller).ending(FakeExecution.printed("42\n"));
          execution.standings = List.of(new Standing(TEAM, RATE, 119, Optional.empty()));
          return new Admission.Admitted(execution);
        };

    Answer now = door.post("agent", "/v1/executions", PROGRAM);
    Answer later =
        door.send(
            "agent",
            "/v1/executions",
            request ->
                request
                    .POST(BodyPublishers.ofString(PROGRAM))
                    .header("Content-Type", "application/json")
                    .header("Prefer", "respond-async"));

    assertThat(now.status()).isEqualTo(200);
    assertThat(later.status()).isEqualTo(202);
    for (Answer answer : List.of(now, later)) {
      assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"team-rate\";q=120;w=91");
      assertThat(answer.header("RateLimit")).isEqualTo("\"team-rate\";r=119;t=91");
    }
  }

  @Test
  void create_whereNoRuleBounds_saysNothingOfIt() {
    Answer answer = door.post("agent", "/v1/executions", PROGRAM);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().map()).doesNotContainKey("ratelimit");
    assertThat(answer.response().headers().map()).doesNotContainKey("ratelimit-policy");
  }
}
