package dev.portcullis.host.audit.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.SkillReference;
import dev.portcullis.host.audit.Verdict;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSchemaTest {
  @TempDir Path directory;

  @Test
  void everyKindOfRecord_hasThePublishedForm() throws Exception {
    Schema schema = schema();
    List<StoredRecord> records = written();
    assertThat(records).hasSize(12);
    for (StoredRecord record : records) {
      assertThat(schema.validate(record.fields())).as(record.line()).isEmpty();
    }
  }

  @Test
  void everyFieldMoreOrLess_isAgainstTheForm() throws Exception {
    Schema schema = schema();
    for (StoredRecord record : written()) {
      for (String required : List.of("seq", "time", "stage", "action", "hash", "prev_hash")) {
        ObjectNode without = record.fields().deepCopy();
        without.remove(required);
        assertThat(schema.validate(without)).as("without %s: %s", required, record).isNotEmpty();
      }
      for (String foreign : List.of("code_body", "secret")) {
        ObjectNode with = record.fields().deepCopy();
        with.put(foreign, "x");
        assertThat(schema.validate(with)).as("with %s: %s", foreign, record).isNotEmpty();
      }
      JsonNode change = record.fields().path("change");
      if (change.isMissingNode()) {
        ObjectNode with = record.fields().deepCopy();
        with.putObject("change");
        assertThat(schema.validate(with)).as("with a change: %s", record).isNotEmpty();
      }
    }
  }

  /** One record of every kind, with every field and with as few as there can be. */
  private List<StoredRecord> written() throws Exception {
    List<StoredRecord> records = new ArrayList<>();
    try (FileJournal journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(1 << 20, 1), Clock.systemUTC())) {
      journal.append(Records.decided("exe_1"));
      journal.append(Records.finished("exe_1"));
      journal.append(Records.decided("exe_2"));
      journal.append(
          new OpenExecution(
                  "exe_2",
                  Records.AGENT,
                  Action.EXECUTION_CREATE,
                  Optional.empty(),
                  Optional.empty())
              .lost("host_lost", "gone"));
      journal.append(Records.decided("exe_3"));
      journal.append(
          new AuditRecord.Finished(
              "exe_3",
              Records.AGENT,
              Action.EXECUTION_CREATE,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Ending.refused("saturated", Optional.empty(), 12)));
      journal.append(Records.decided("exe_4", Effect.BLOCK, true, Map.of()));
      journal.append(
          Records.decided(
              "exe_5", Effect.BLOCK, false, Map.of("long", List.of("x".repeat(100_000), 1, true))));
      journal.append(least());
      journal.append(
          new AuditRecord.Admin(Records.caller(), "kill", Map.of(), Map.of("reason", "drill")));
      journal.append(new AuditRecord.SystemEvent("system.stop", Map.of()));
      journal.reader().forEachFrom(1, records::add);
    }
    return records;
  }

  private static AuditRecord.Decided least() {
    return new AuditRecord.Decided(
        "exe_6",
        "dec_6",
        new Caller(
            Records.AGENT,
            Records.caller().source(),
            Optional.empty(),
            "req_1",
            Optional.empty(),
            Optional.empty()),
        Action.SKILL_INVOKE,
        Optional.of(new SkillReference("sum", "1.0.0", "sha256:0")),
        Optional.empty(),
        Optional.empty(),
        new Verdict("sha256:0", 1, Mode.OFF, Optional.empty(), Effect.ALLOW, 0, List.of()),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        true);
  }

  private static Schema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(AuditRecord.class.getResourceAsStream("record.schema.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
