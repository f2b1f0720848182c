package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditQueryCommandTest {
  private static final String BLOCKED =
      "{\"seq\":9,\"time\":\"2026-11-23T08:00:00.000Z\",\"stage\":\"decided\",\"action\":\"execution.create\","
          + "\"id\":\"exe_1\",\"principal\":{\"id\":\"bad\\u001b[31m\"},\"enforced\":\"block\",\"risk\":70,"
          + "\"rules\":[{\"id\":\"r-1\"},{\"id\":\"r-2\"}]}";
  private static final String REFUSED =
      "{\"seq\":8,\"time\":\"2026-11-23T07:00:00.000Z\",\"stage\":\"finished\",\"action\":\"execution.create\","
          + "\"id\":\"exe_0\",\"principal\":{\"id\":\"a\"},\"outcome\":{\"cause\":\"refused\",\"problem\":\"saturated\"}}";

  @Test
  void query_filtered_printsALineOfEachRecord() throws Exception {
    try (CannedHost host =
        new CannedHost(
            Map.of(
                "GET /v1/audit?principal=bad&decision=block&client_ip=10.0.0.1&q=two%20words&limit=2",
                new CannedHost.Answer(200, "{\"items\":[" + BLOCKED + "],\"next_cursor\":\"9\"}"),
                "GET /v1/audit?principal=bad&decision=block&client_ip=10.0.0.1&q=two%20words&cursor=9&limit=1",
                new CannedHost.Answer(
                    200, "{\"items\":[" + REFUSED + "],\"next_cursor\":\"8\"}")))) {
      Invocation invocation =
          Invocation.of(
              host.environment(),
              "",
              "audit",
              "query",
              "--decision",
              "block",
              "--principal",
              "bad",
              "--client-ip",
              "10.0.0.1",
              "--text",
              "two words",
              "--limit",
              "2");
      assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(ExitCode.OK);
      assertThat(invocation.out().lines())
          .containsExactly(
              "9  2026-11-23T08:00:00.000Z  decided   execution.create    block    bad?[31m  exe_1 r-1 r-2",
              "8  2026-11-23T07:00:00.000Z  finished  execution.create    refused  a  exe_0");
      assertThat(invocation.err()).contains("--cursor 8");
    }
  }

  @Test
  void query_asJson_isOneDocument() throws Exception {
    try (CannedHost host =
        CannedHost.answering(
            "GET /v1/audit?cursor=5&limit=50",
            200,
            "{\"items\":[{\"seq\":4}],\"next_cursor\":null}")) {
      Invocation invocation =
          Invocation.of(
              host.environment(), "", "audit", "query", "--cursor", "5", "--output", "json");
      assertThat(Common.JSON.readTree(invocation.out()))
          .isEqualTo(Common.JSON.readTree("{\"items\":[{\"seq\":4}],\"next_cursor\":null}"));
    }
  }

  @Test
  void query_withoutAnIndex_isRefusedWithItsProblem() throws Exception {
    try (CannedHost host =
        CannedHost.answering(
            "GET /v1/audit?limit=50",
            503,
            "{\"code\":\"index_unavailable\",\"detail\":\"not now\",\"status\":503}")) {
      Invocation invocation = Invocation.of(host.environment(), "", "audit", "query");
      assertThat(invocation.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(invocation.err()).contains("not now");
    }
  }
}
