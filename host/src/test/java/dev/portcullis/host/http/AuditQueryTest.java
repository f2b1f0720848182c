package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.index.Dimension;
import dev.portcullis.host.audit.index.RecordQuery;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditQueryTest {
  private static final String DECIDED =
      "{\"action\":\"skill.invoke\",\"enforced\":\"block\",\"facts\":{},\"id\":\"exe_1\",\"principal\":{\"id\":\"a\"},"
          + "\"risk\":70,\"rules\":[{\"id\":\"r-1\",\"risk\":70}],\"seq\":9,\"skill\":{\"name\":\"sum\"}}";
  private static final String IN_SHORT =
      "{\"seq\":9,\"id\":\"exe_1\",\"action\":\"skill.invoke\",\"enforced\":\"block\",\"risk\":70,"
          + "\"principal\":\"a\",\"skill\":\"sum\",\"rules\":[\"r-1\"]}";

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({
    "principal, PRINCIPAL",
    "action, ACTION",
    "skill, SKILL",
    "cause, CAUSE",
    "rule, RULE",
    "source, SOURCE",
    "key, KEY",
    "client_ip, CLIENT_IP",
    "language, LANGUAGE",
    "profile, PROFILE",
    "mode, MODE",
    "policy, POLICY",
    "problem, PROBLEM"
  })
  void page_aFilter_isWhatIsLookedFor(String parameter, Dimension dimension) {
    assertThat(door.get("auditor", "/v1/audit?" + parameter + "=a%26b").status()).isEqualTo(200);
    assertThat(door.host.asked.getLast()).isEqualTo(RecordQuery.newest(100).with(dimension, "a&b"));
  }

  @Test
  void page_everythingTogether_isWhatIsLookedFor() {
    door.get(
        "auditor",
        "/v1/audit?stage=decided&decision=block&computed=warn&id=exe_1&min_risk=40&q=two%20words"
            + "&from=2026-11-23T08:00:00Z&to=2026-11-23T10:00:00%2B01:00&cursor=77&limit=500");
    RecordQuery asked = door.host.asked.getLast();
    assertThat(asked.filters())
        .containsEntry(Dimension.STAGE, "decided")
        .containsEntry(Dimension.DECISION, "block")
        .containsEntry(Dimension.COMPUTED, "warn")
        .hasSize(3);
    assertThat(asked.id()).contains("exe_1");
    assertThat(asked.leastRisk()).hasValue(40);
    assertThat(asked.text()).contains("two words");
    assertThat(asked.from()).contains(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(asked.to()).contains(Instant.parse("2026-11-23T09:00:00Z"));
    assertThat(asked.before()).hasValue(77);
    assertThat(asked.limit()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "decision=maybe",
        "stage=all",
        "computed=x",
        "from=yesterday",
        "to=2026",
        "min_risk=0",
        "min_risk=101",
        "q=",
        "q=a",
        "principal=%20",
        "cursor=x",
        "limit=0",
        "limit=501",
        "decision=allow&decision=block",
        "unknown=1"
      })
  void page_whatNoRecordCanHave_isToldAndNotLookedFor(String query) {
    assertThat(door.get("auditor", "/v1/audit?" + query).status()).as(query).isEqualTo(400);
  }

  @Test
  void decisions_always_areShownInShort() {
    door.host.journal.add(DECIDED);
    assertThat(door.get("auditor", "/v1/audit/decisions?decision=block").text())
        .isEqualTo("{\"items\":[" + IN_SHORT + "],\"next_cursor\":null}");
    assertThat(door.host.asked.getLast().filters())
        .containsEntry(Dimension.STAGE, "decided")
        .containsEntry(Dimension.DECISION, "block");
  }

  @Test
  void summary_always_hasEveryPart() {
    door.host.journal.add(DECIDED);
    String none = "{\"distinct\":0,\"top\":[]}";
    assertThat(door.get("auditor", "/v1/audit/summary?from=2026-11-23T08:00:00Z&top=5").text())
        .isEqualTo(
            "{\"records\":3,\"by_decision\":"
                + none
                + ",\"by_action\":{\"distinct\":2,\"top\":[{\"action\":\"execution.create\",\"records\":2},"
                + "{\"action\":\"kill\",\"records\":1}]},\"by_principal\":"
                + none
                + ",\"by_skill\":"
                + none
                + ",\"by_rule\":"
                + none
                + ",\"by_cause\":"
                + none
                + ",\"top_risks\":["
                + IN_SHORT
                + "],\"hours\":[{\"hour\":\"1970-01-01T00:00:00Z\",\"records\":3,\"allow\":1,\"warn\":0,\"block\":2}],"
                + "\"hours_cut\":false}");
    assertThat(door.host.spans).containsExactly("Optional[2026-11-23T08:00:00Z] Optional.empty 5");
  }

  @Test
  void actions_always_areCounted() {
    assertThat(door.get("auditor", "/v1/audit/actions").text())
        .isEqualTo(
            "{\"items\":[{\"action\":\"execution.create\",\"records\":2},{\"action\":\"kill\",\"records\":1}],"
                + "\"next_cursor\":null}");
  }

  @Test
  void audit_whoeverReadsIt_isNotedWithTheRoute() {
    door.get("auditor", "/v1/audit?decision=block");
    door.get("operator", "/v1/audit/summary");
    door.get("agent", "/v1/audit");
    door.get("auditor", "/v1/audit?unknown=1");
    door.get("auditor", "/v1/governor/config");
    assertThat(door.host.reads).containsExactly("auditor /v1/audit", "operator /v1/audit/summary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/audit", "/v1/audit/summary", "/v1/audit/actions", "/v1/audit/decisions"})
  void audit_withoutItsIndex_isRefusedAndTheHostIsReadyAllTheSame(String route) {
    door.host.indexAnswers = false;
    Answer answer = door.get("auditor", route);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("index_unavailable");
    assertThat(answer.text()).doesNotContain("secret").contains("\"retry_after_ms\":2000");
    assertThat(door.get("", "/v1/ready").text())
        .isEqualTo("{\"status\":\"ready\",\"warnings\":[\"audit_index\"]}");
    assertThat(door.get("agent", route).status()).isEqualTo(403);
  }
}
