package dev.portcullis.host.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal several times as large as the heap. The system property {@code replay.records} asks for
 * more than the usual number, such as a million.
 */
class ReplayMemoryTest {
  private static final int RECORDS = Integer.getInteger("replay.records", 60_000);

  /** In MiB; the journal of the usual number of records is twice as large. */
  private static final int HEAP = 40;

  @TempDir private Path folder;

  @Test
  void replay_journalLargerThanTheHeap_isDoneRecordByRecord() throws Exception {
    Path audit = journal();
    Path candidate = folder.resolve("policy.yaml");
    Files.write(candidate, DefaultPolicy.document());
    Process replay =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.portcullis.host.cli.Main",
                "policy",
                "replay",
                candidate.toString(),
                "--audit",
                audit.toString())
            .redirectErrorStream(true)
            .start();
    replay.getOutputStream().close();
    String output = new String(replay.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(replay.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(replay.exitValue()).as(output).isZero();
    assertThat(output).contains("replayed  " + RECORDS + " decisions");
    assertThat(size(audit)).isGreaterThan((2L * HEAP) << 20);
  }

  private static long size(Path audit) throws Exception {
    try (var files = Files.list(audit)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  /** Reading proves no record, so one that was written stands for all, but for its number. */
  private Path journal() throws Exception {
    Path one = Files.createDirectories(folder.resolve("one"));
    List<String> lines = new ArrayList<>();
    List<String> calls = IntStream.range(0, 40).mapToObj(i -> "module.function_" + i).toList();
    Map<String, Object> facts =
        Map.of("asked_at", "2026-01-01T00:00:00Z", "code_bytes", 900L, "calls", calls);
    try (FileJournal journal =
        FileJournal.open(one, Records.HOST, JournalSettings.DEFAULT, Clock.systemUTC())) {
      journal.append(Records.decided("exe_1", Effect.ALLOW, true, facts));
      journal
          .reader()
          .forEachFrom(
              1,
              record -> {
                if (record.text("stage").equals("decided")) {
                  lines.add(record.line());
                }
              });
    }
    String line = lines.getFirst().replaceFirst("\"seq\":\\d+", "\"seq\":NUMBER");
    Path audit = Files.createDirectories(folder.resolve("audit"));
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(audit.resolve("%020d.jsonl".formatted(1))), 1 << 20)) {
      for (int seq = 1; seq <= RECORDS; seq++) {
        out.write(
            (line.replace("NUMBER", Integer.toString(seq)) + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return audit;
  }
}
