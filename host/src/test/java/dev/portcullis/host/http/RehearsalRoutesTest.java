package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.host.http.OpenDoor.Answer;
import dev.portcullis.host.rehearsal.Hypothesis;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.rehearsal.Replayed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalRoutesTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void explain_aRequest_isToldWhatEveryRuleHasToDoWithIt() {
    JsonNode answer =
        explain("{\"language\":\"python\",\"code\":\"import os\",\"files\":2,\"file_bytes\":9}")
            .json();

    assertThat(answer.at("/decision/computed").asText()).isEqualTo("warn");
    assertThat(answer.at("/decision/enforced").asText()).isEqualTo("warn");
    assertThat(answer.at("/decision/mode").asText()).isEqualTo("soft_block");
    assertThat(answer.at("/decision/risk").asInt()).isEqualTo(41);
    assertThat(answer.at("/decision/rules").toString()).isEqualTo("[\"risky\",\"errs\"]");
    assertThat(answer.at("/decision/messages").toString()).isEqualTo("[\"Look twice\"]");
    assertThat(answer.at("/decision/language_switched_off").isNull()).isTrue();
    assertThat(answer.at("/facts/modules").toString()).isEqualTo("[\"os\"]");
    assertThat(answer.at("/trace/0").toString())
        .isEqualTo(
            "{\"rule\":\"all\",\"outcome\":\"matched\",\"effect\":\"allow\",\"stage\":\"enforce\",\"decides\":false}");
    assertThat(answer.at("/trace/1").toString())
        .isEqualTo(
            "{\"rule\":\"risky\",\"outcome\":\"matched\",\"risk\":40,\"message\":\"Look twice\",\"stage\":\"enforce\",\"decides\":true}");
    assertThat(answer.at("/trace/2/outcome").asText()).isEqualTo("error");
    assertThat(answer.at("/trace/2/error").asText()).isNotEmpty();
    assertThat(answer.at("/trace/3/outcome").asText()).isEqualTo("disabled");
    assertThat(answer.at("/trace/4/outcome").asText()).isEqualTo("out_of_scope");
    assertThat(answer.at("/trace/4/unfit").toString()).isEqualTo("[\"roles\"]");
    assertThat(answer.path("out_of_scope").asInt()).isEqualTo(3);
    assertThat(answer.path("bounds").toString())
        .isEqualTo(
            "[{\"rule\":\"all\",\"count\":5,\"per_ms\":60000,\"by\":\"principal\"},"
                + "{\"rule\":\"all\",\"concurrent\":2,\"by\":\"principal\"}]");
    assertThat(answer.path("notes").toString()).isEqualTo("[\"a note\"]");
  }

  @Test
  void explain_nothingSaid_isAPlainAgentsExecution() {
    explain("{}");

    Hypothesis asked = door.host.rehearsals.asked.getFirst();
    assertThat(asked.action()).isEqualTo(Action.EXECUTION_CREATE);
    assertThat(asked.principal()).isEqualTo("anyone");
    assertThat(asked.roles()).isEqualTo(Set.of(Role.AGENT));
    assertThat(asked.source()).isEqualTo(Source.API);
    assertThat(asked.language()).isEmpty();
  }

  @Test
  void explain_everythingSaid_isAskedAsSent() {
    explain(
        "{\"action\":\"skill.invoke\",\"principal\":\"data-1\",\"roles\":[\"agent\",\"auditor\"],"
            + "\"source\":\"mcp\",\"language\":\"py\",\"profile\":\"data\",\"skill\":\"sum\",\"code\":\"1\","
            + "\"stdin_bytes\":4,\"files\":1,\"file_bytes\":2,\"limits\":{\"pids\":3},"
            + "\"time\":\"2026-01-01T00:00:00Z\"}");

    Hypothesis asked = door.host.rehearsals.asked.getFirst();
    assertThat(asked.action()).isEqualTo(Action.SKILL_INVOKE);
    assertThat(asked.principal()).isEqualTo("data-1");
    assertThat(asked.roles()).isEqualTo(Set.of(Role.AGENT, Role.AUDITOR));
    assertThat(asked.source()).isEqualTo(Source.MCP);
    assertThat(asked.profile()).contains("data");
    assertThat(asked.skill()).contains("sum");
    assertThat(asked.code().size()).isOne();
    assertThat(asked.stdinBytes()).isEqualTo(4);
    assertThat(asked.asked().pids()).hasValue(3);
    assertThat(asked.time()).contains(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\":\"run\"} | /action",
        "{\"roles\":[\"root\"]} | /roles/0",
        "{\"source\":\"door\"} | /source",
        "{\"langauge\":\"python\"} | /langauge",
        "{\"stdin_bytes\":-1} | /stdin_bytes",
        "{\"time\":\"noon\"} | /time",
        "{\"policy_digest\":\"latest\"} | /policy_digest",
        "{\"principal\":\"\"} | /principal",
      })
  void explain_badInput_namesTheField(String body, String pointer) {
    Answer answer = explain(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(door.host.rehearsals.asked).isEmpty();
  }

  @Test
  void explain_policyThatIsNotKept_isNotFound() {
    assertThat(explain("{\"policy_digest\":\"" + DIGEST + "\"}").status()).isEqualTo(404);
  }

  @Test
  void explain_tooManyUnderWay_isAConflict() {
    door.host.rehearsals.busy = true;
    assertThat(explain("{}").status()).isEqualTo(409);
  }

  @Test
  void replay_keptPolicy_isToldWhatFlipsWhyAndWhatCouldNotBeAsked() {
    door.host.rehearsals.answer =
        new Replayed.Done(
            DIGEST,
            new Thresholds(40, 70),
            new DecisionDiff(
                12,
                Map.of(
                    new DecisionDiff.Change(Effect.ALLOW, Effect.ALLOW),
                    new DecisionDiff.Cell(10, Map.of(), 0, List.of()),
                    new DecisionDiff.Change(Effect.ALLOW, Effect.BLOCK),
                    new DecisionDiff.Cell(
                        2, Map.of("all", 2L), Map.of(new RuleId("no"), 1L), 1, List.of("dec_1"))),
                Map.of("too old", 3L)));

    Answer answer =
        door.post(
            "auditor",
            "/v1/governor/replay",
            "{\"policy_digest\":\"" + DIGEST + "\",\"from\":\"2026-01-01T00:00:00Z\"}");

    assertThat(answer.text())
        .isEqualTo(
            "{\"policy_digest\":\""
                + DIGEST
                + "\",\"thresholds\":{\"warn\":40,\"block\":70},\"replayed\":12,\"flips\":2,\"matrix\":["
                + "{\"before\":\"allow\",\"after\":\"allow\",\"count\":10,\"rules_before\":[],\"rules_after\":[],\"no_rule_allows\":0,\"samples\":[]},"
                + "{\"before\":\"allow\",\"after\":\"block\",\"count\":2,\"rules_before\":[{\"rule\":\"all\",\"count\":2}],"
                + "\"rules_after\":[{\"rule\":\"no\",\"count\":1}],\"no_rule_allows\":1,\"samples\":[\"dec_1\"]}],"
                + "\"not_replayable\":[{\"reason\":\"too old\",\"count\":3}]}");
    assertThat(door.host.rehearsals.spans)
        .containsExactly(
            new Span(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), Optional.empty()));
  }

  @Test
  void replay_unknownPolicyAnotherUnderWayOrBadInput_isItsProblem() {
    String body = "{\"policy_digest\":\"" + DIGEST + "\"}";
    assertThat(door.post("operator", "/v1/governor/replay", body).status()).isEqualTo(404);
    door.host.rehearsals.answer = new Replayed.Busy();
    assertThat(door.post("operator", "/v1/governor/replay", body).status()).isEqualTo(409);
    assertThat(door.post("operator", "/v1/governor/replay", "{}").status()).isEqualTo(400);
    assertThat(door.post("operator", "/v1/governor/replay", "{\"policy_digest\":\"x\"}").status())
        .isEqualTo(400);
  }

  private Answer explain(String body) {
    return door.post("operator", "/v1/governor/explain", body);
  }
}
