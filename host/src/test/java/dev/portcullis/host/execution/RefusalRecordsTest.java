package dev.portcullis.host.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops an admitted execution before its program starts is its end on record. */
class RefusalRecordsTest {
  @TempDir Path folder;

  @Test
  void everyRefusalAfterAdmission_isAFinishedRecordOfThePublishedForm() throws Exception {
    Map<String, ScriptedSandboxes.Leasing> refusals =
        Map.of(
            "saturated", () -> new Lease.Saturated(Duration.ofSeconds(1)),
            "engine_unavailable",
                () -> {
                  throw new EngineUnavailableException("the engine is away");
                },
            "preflight_failed",
                () -> {
                  throw new ReceiptDriftException("uid is 0");
                });
    for (var refusal : refusals.entrySet()) {
      try (GateUnderTest test =
          new GateUnderTest(folder.resolve(refusal.getKey()), GateUnderTest.allowAll())) {
        test.sandboxes.leasing = refusal.getValue();
        Execution execution = test.admitted(GateUnderTest.python("print(1)"));
        execution.await();
        List<StoredRecord> finished = test.records("finished");
        assertThat(finished).hasSize(1);
        StoredRecord end = finished.getFirst();
        assertThat(end.text("outcome.cause")).isEqualTo("refused");
        assertThat(end.text("outcome.problem")).isEqualTo(refusal.getKey());
        assertThat(end.text("outcome.detail")).isNotBlank();
        assertPublishedForm(end);
      }
    }
  }

  private static void assertPublishedForm(StoredRecord record) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(AuditRecord.class.getResourceAsStream("record.schema.json"))) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                  .validate(record.fields()))
          .as(record.line())
          .isEmpty();
    }
  }
}
