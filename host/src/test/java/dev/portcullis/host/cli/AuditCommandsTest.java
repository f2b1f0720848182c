package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandsTest {
  private static final String RECORD =
      "{\"action\":\"execution.create\",\"enforced\":\"block\",\"id\":\"exe_1\\u001b[2J\","
          + "\"principal\":{\"id\":\"agent-7\"},\"rules\":[{\"id\":\"no-network\"}],\"seq\":7,"
          + "\"stage\":\"decided\",\"time\":\"2026-01-02T03:04:05.006Z\"}";
  private static final String NEWEST = "{\"items\":[{\"seq\":7}],\"next_cursor\":null}";
  private static final String EVENTS = ":\n\nid: 7\nevent: record\ndata: " + RECORD + "\n\n";

  @TempDir Path folder = Path.of("");

  private static CannedHost tailed(String query) throws Exception {
    return new CannedHost(
        Map.of(
            "GET /v1/audit?limit=1",
            new CannedHost.Answer(200, NEWEST),
            "GET /v1/audit/stream" + query,
            new CannedHost.Answer(200, EVENTS)));
  }

  @Test
  void tail_withoutFollowing_showsTheLastOnesWithoutColour() throws Exception {
    try (CannedHost host = tailed("?from_seq=6")) {
      Invocation tail =
          Invocation.of(host.environment(), "", "audit", "tail", "--last", "2", "--no-follow");
      assertThat(tail.exitCode()).as(tail.err()).isEqualTo(ExitCode.OK);
      assertThat(tail.out())
          .isEqualTo(
              "7  2026-01-02T03:04:05.006Z  decided   execution.create    block    agent-7  "
                  + "exe_1?[2J no-network\n");
    }
  }

  @Test
  void tail_withFiltersAndJson_asksForThemAndGivesTheLine() throws Exception {
    try (CannedHost host = tailed("?from_seq=1&principal=agent-7&decision=block")) {
      Invocation tail =
          Invocation.of(
              host.environment(),
              "",
              "audit",
              "tail",
              "--no-follow",
              "--principal",
              "agent-7",
              "--decision",
              "block",
              "--output",
              "json");
      assertThat(tail.out()).isEqualTo(RECORD + "\n");
    }
  }

  @Test
  void recordLine_onATerminal_isColouredAndSteersNothing() throws Exception {
    JsonNode record = Common.JSON.readTree(RECORD);
    assertThat(new RecordLine(true).of(record))
        .contains("\u001B[31mblock  \u001B[0m")
        .doesNotContain("\u001B[2J");
    assertThat(new RecordLine(false).of(record)).doesNotContain("\u001B");
  }

  @Test
  void export_toAFile_isUnderItsNameOnceItIsWhole() throws Exception {
    Path file = folder.resolve("audit.csv");
    try (CannedHost host =
        CannedHost.answering("GET /v1/audit/export?format=csv&limit=5", 200, "a,b\r\n")) {
      String[] arguments = {
        "audit", "export", "--format", "csv", "--limit", "5", "--out", file.toString()
      };
      assertThat(Invocation.of(host.environment(), "", arguments).exitCode())
          .isEqualTo(ExitCode.OK);
      assertThat(file).hasContent("a,b\r\n");
      assertThat(Invocation.of(host.environment(), "", arguments).exitCode())
          .isEqualTo(ExitCode.USAGE);
      Files.delete(file);
    }
    try (CannedHost host = new CannedHost(Map.of())) {
      Invocation refused =
          Invocation.of(host.environment(), "", "audit", "export", "--out", file.toString());
      assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void archive_done_saysWhatCameOfIt() throws Exception {
    try (CannedHost host =
        CannedHost.answering(
            "POST /v1/audit/archive",
            200,
            "{\"segments\":2,\"bytes\":1000,\"archived_bytes\":100,\"removed_segments\":1,"
                + "\"first_seq\":40}")) {
      Invocation archive = Invocation.of(host.environment(), "", "audit", "archive");
      assertThat(archive.out())
          .contains("2 segments archived, 1000 bytes are now 100")
          .contains("begins with record 40");
    }
  }

  @Test
  void verify_ofAnotherHostWithoutAKey_sendsThisHomesKeyNowhere() {
    Invocation verify = Invocation.of("audit", "verify", "http://127.0.0.1:1");
    assertThat(verify.exitCode()).isNotEqualTo(ExitCode.OK);
    assertThat(verify.err()).contains("credentials");
  }
}
