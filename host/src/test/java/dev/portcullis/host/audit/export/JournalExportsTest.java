package dev.portcullis.host.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.AuditExports.Format;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Damage;
import dev.portcullis.host.audit.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalExportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NoteSigner signer = NoteSigner.generate("portcullis/test", new SecureRandom());
  @TempDir Path directory;
  private FileJournal journal;
  private CheckpointLog checkpoints;
  private JournalExports exports;

  @BeforeEach
  void open() throws Exception {
    journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(1 << 20, 2), Clock.systemUTC());
    checkpoints = CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT);
    checkpoints.start();
    exports = new JournalExports(journal.reader(), checkpoints, Clock.systemUTC());
    journal.append(Records.decided("exe_1"));
    journal.append(Records.finished("exe_1"));
    journal.append(
        new AuditRecord.Admin(Records.caller(), "key.revoke", Map.of("id", "key_1"), Map.of()));
  }

  @AfterEach
  void close() throws Exception {
    checkpoints.close();
    journal.close();
  }

  private String export(Format format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exports.write(
        new AuditExports.Request(format, Optional.empty(), Optional.empty(), Long.MAX_VALUE), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Checkpoint opened(String note) throws Exception {
    return Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), signer.verifier());
  }

  @ParameterizedTest
  @EnumSource
  void write_anyFormat_endsWithTheCheckpointOverEverythingAcknowledged(Format format)
      throws Exception {
    String all = export(format);
    String note = checkpoints.latest().orElseThrow().note();
    String escaped = format == Format.CSV ? note : JSON.writeValueAsString(note);
    assertThat(all).contains(escaped);
    assertThat(all.indexOf(escaped)).isGreaterThan(all.lastIndexOf("key.revoke"));
    assertThat(opened(note).size()).isEqualTo(journal.state().lastSeq()).isEqualTo(4);
  }

  @Test
  void write_jsonl_isTheJournalAndVerifies() throws Exception {
    Path file = directory.resolve("export.jsonl");
    Files.writeString(file, export(Format.JSONL));
    assertThat(AuditVerifier.verify(file, List.of(), Optional.of(signer.verifier())))
        .isEqualTo(AuditVerifier.verify(directory));

    List<String> lines = Files.readAllLines(file);
    lines.remove(3);
    Files.write(file, lines);
    assertThat(AuditVerifier.verify(file))
        .isInstanceOfSatisfying(
            Verification.Damaged.class,
            damaged -> assertThat(damaged.damage()).isEqualTo(Damage.TRUNCATED));
    lines.set(3, lines.get(3).replace("portcullis/test\\n4", "portcullis/test\\n3"));
    Files.write(file, lines);
    assertThat(AuditVerifier.verify(file, List.of(), Optional.of(signer.verifier())))
        .isInstanceOf(Verification.Damaged.class);
  }

  @Test
  void write_recordsRemovedMeanwhile_failsAndDoesNotSkipThem() throws Exception {
    // More than are read in one round, in more than two segments.
    try (ExecutorService writers = Executors.newFixedThreadPool(32)) {
      List<Callable<Object>> appends = new ArrayList<>();
      for (int i = 0; i < 6_400; i++) {
        Map<String, Object> facts = Map.of("n", i, "text", "x".repeat(100));
        appends.add(() -> journal.append(new AuditRecord.SystemEvent("test.grow", facts)));
      }
      for (Future<Object> append : writers.invokeAll(appends)) {
        append.get();
      }
    }
    List<SegmentFile> segments = SegmentFile.list(directory);
    SegmentFile read =
        segments.stream().filter(one -> one.firstSeq() <= 4_096).reduce((_, b) -> b).orElseThrow();
    assertThat(segments.getLast().firstSeq()).isGreaterThan(4_097);
    long before = 0;
    for (SegmentFile each : segments) {
      before += each.firstSeq() < read.firstSeq() ? Files.size(each.path()) : 0;
    }
    long until = before + (128 << 10);
    OutputStream out =
        new OutputStream() {
          private long written;

          @Override
          public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            written += length;
            if (written > until) {
              for (SegmentFile each : segments) {
                if (each.firstSeq() <= read.firstSeq()) {
                  Files.deleteIfExists(each.path());
                }
              }
            }
          }
        };
    assertThatThrownBy(
            () ->
                exports.write(
                    new AuditExports.Request(
                        Format.JSONL, Optional.empty(), Optional.empty(), Long.MAX_VALUE),
                    out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("records 4097 to")
        .hasMessageContaining("removed");
  }

  @Test
  void write_json_hasEveryRecordByteForByte() throws Exception {
    JsonNode document = JSON.readTree(export(Format.JSON));
    assertThat(document.path("items")).hasSize(4);
    assertThat(document.path("items").get(1).path("principal").path("id").asText())
        .isEqualTo("agent-7");
    assertThat(document.path("pinned").path("last_seq").asLong()).isEqualTo(4);
  }

  /**
   * The required attributes of CloudEvents 1.0, its JSON format, and what it says of their form.
   */
  @Test
  void write_cloudevents_hasWhatTheSpecificationRequires() throws Exception {
    JsonNode batch = JSON.readTree(export(Format.CLOUDEVENTS));
    assertThat(batch).hasSize(5);
    List<String> ids = new ArrayList<>();
    for (JsonNode event : batch) {
      assertThat(event.path("specversion").asText()).isEqualTo("1.0");
      assertThat(event.path("source").asText()).isEqualTo("urn:portcullis:test");
      assertThat(event.path("type").asText()).startsWith("dev.portcullis.audit.");
      assertThat(Instant.parse(event.path("time").asText())).isNotNull();
      assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
      assertThat(event.path("data").isObject()).isTrue();
      event.fieldNames().forEachRemaining(name -> assertThat(name).matches("[a-z0-9]{1,20}"));
      ids.add(event.path("id").asText());
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    assertThat(batch.get(1).path("subject").asText()).isEqualTo("exe_1");
  }

  /**
   * What OCSF 1.9.0 requires of API Activity: base event, the class, and the objects in it; with
   * the enumerations of the class.
   */
  @Test
  void write_ocsf_hasWhatTheSchemaRequires() throws Exception {
    List<String> lines = export(Format.OCSF).lines().toList();
    assertThat(lines).hasSize(5);
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      for (String required :
          List.of(
              "activity_id",
              "category_uid",
              "class_uid",
              "metadata",
              "severity_id",
              "time",
              "type_uid",
              "actor",
              "api",
              "src_endpoint")) {
        assertThat(event.has(required)).as(required + " of " + line).isTrue();
      }
      assertThat(event.path("class_uid").asInt()).isEqualTo(6003);
      assertThat(event.path("category_uid").asInt()).isEqualTo(6);
      assertThat(event.path("activity_id").asInt()).isIn(1, 2, 3, 4, 99);
      assertThat(event.path("type_uid").asLong())
          .isEqualTo(600_300 + event.path("activity_id").asLong());
      assertThat(event.path("severity_id").asInt()).isBetween(0, 6);
      assertThat(event.path("time").isIntegralNumber()).isTrue();
      assertThat(event.path("metadata").path("version").asText()).isEqualTo("1.9.0");
      assertThat(event.path("metadata").path("product").path("vendor_name").asText()).isNotEmpty();
      assertThat(event.path("api").path("operation").asText()).isNotEmpty();
      assertThat(event.path("api").path("request").path("uid").asText("-")).isNotEmpty();
      assertThat(event.path("actor").path("user").path("name").asText()).isNotEmpty();
      assertThat(event.path("src_endpoint").path("svc_name").asText()).isNotEmpty();
      assertThat(event.path("activity_id").asInt() == 99)
          .isEqualTo(event.path("activity_name").asText().contains("."));
    }
    assertThat(JSON.readTree(lines.get(1)).path("src_endpoint").path("ip").asText())
        .isEqualTo("127.0.0.1");
    assertThat(JSON.readTree(lines.get(3)).path("activity_name").asText()).isEqualTo("Delete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=\"a,b\"", "|cmd", "\uFF1D1"})
  void write_csv_noCellIsAFormula(String hostile) throws Exception {
    journal.append(Records.decided(hostile));
    String csv = export(Format.CSV);
    List<List<String>> rows = rows(csv);
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()));
    List<String> row = rows.get(5);
    assertThat(row.get(rows.getFirst().indexOf("id"))).isEqualTo("'" + hostile);
    assertThat(rows.stream().flatMap(List::stream).filter(cell -> !cell.isEmpty()))
        .noneMatch(cell -> "=+-@\t\r".indexOf(cell.charAt(0)) >= 0);
    assertThat(rows.getLast().get(2)).isEqualTo("checkpoint");
  }

  /** A reader by RFC 4180. */
  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\r')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\r') {
          rows.add(row);
          row = new ArrayList<>();
          i++;
        }
      } else {
        cell.append(c);
      }
    }
    return rows;
  }

  @Test
  void write_toOneWhoLeft_endsAndLetsGoOfItsPlace() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    AuditExports.Request all =
        new AuditExports.Request(Format.JSONL, Optional.empty(), Optional.empty(), Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> exports.write(all, gone)).hasMessage("gone");
    }
    assertThat(exports.isBusy()).isFalse();
  }
}
