package dev.portcullis.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.archive.JournalArchive;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in docs, which has none of our code, comes to the same as we do. Needs python3. */
class VerifyScriptTest {
  private static final Path SCRIPT = Path.of("..", "docs", "verify-audit.py");

  @TempDir Path directory;
  private NoteSigner signer = NoteSigner.generate("portcullis/test", new SecureRandom());
  private Path segment = Path.of("");

  @BeforeEach
  void write() throws Exception {
    grow(40);
    segment = SegmentFile.list(directory).getFirst().path();
  }

  private void grow(int records) throws Exception {
    try (FileJournal journal =
            FileJournal.open(
                directory,
                new HostIdentity("test", "1"),
                new JournalSettings(64 << 10, 2),
                Clock.systemUTC());
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      log.start();
      journal.append(Records.decided("exe_é\uD83D\uDE00\"\\\u0001" + records));
      for (int i = 0; i < records; i++) {
        journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
      }
    }
  }

  private record Said(int exitCode, String text) {}

  private static Said run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private Said verify(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(directory.toString()));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void verify_goodJournal_isIntactUnderItsCheckpointAndAnOlderOne() throws Exception {
    Path older = Files.copy(directory.resolve("checkpoint"), directory.resolve("older"));
    grow(300);
    Said said = verify("--checkpoint", older.toString(), "--key", signer.verifier().toString());
    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(said.text()).contains("intact: records 1 to ").contains("2 checkpoints");
  }

  @Test
  void verify_damage_isFoundAndNamed() throws Exception {
    List<String> lines = Files.readAllLines(segment);
    assertDamaged(replaced(lines, 7, lines.get(7).replace("\"n\":", "\"n\": ")), "record 8 ");
    assertDamaged(
        replaced(lines, 7, lines.get(7).replace("test.grow", "test.grew")),
        "record 8 does not fit its hash");
    List<String> without = new ArrayList<>(lines);
    without.remove(9);
    assertDamaged(without, "record 10 is missing");
    List<String> twice = new ArrayList<>(lines);
    twice.add(3, lines.get(3));
    assertDamaged(twice, "record 5 is missing");
    assertDamaged(lines.subList(0, lines.size() - 1), "is missing: a checkpoint covers");
    Files.writeString(segment, String.join("\n", lines).substring(0, 2_000));
    assertThat(verify().text()).contains("breaks off");
  }

  @Test
  void verify_journalWrittenAnewUnderAnOldCheckpoint_isFound() throws Exception {
    Path kept = Files.copy(directory.resolve("checkpoint"), directory.resolve("kept"));
    Files.delete(segment);
    Files.delete(directory.resolve("checkpoint"));
    grow(90);
    Said said = verify("--checkpoint", kept.toString());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text()).contains("are not what the checkpoint was signed for");
  }

  @Test
  void verify_checkpointOfAnotherKey_isRefused() throws Exception {
    NoteSigner other = NoteSigner.generate("portcullis/test", new SecureRandom());
    Said said = verify("--key", other.verifier().toString());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text()).contains("not signed by the key");
  }

  @Test
  void verify_archived_isIntact() throws Exception {
    grow(700);
    try (FileJournal journal =
            FileJournal.open(
                directory,
                new HostIdentity("test", "1"),
                new JournalSettings(64 << 10, 2),
                Clock.systemUTC());
        CheckpointLog log =
            CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT)) {
      log.start();
      new JournalArchive(directory, journal, log, Optional.empty(), Clock.systemUTC())
          .archive(Records.caller());
    }
    assertThat(SegmentFile.archived(directory)).isNotEmpty();
    Said said = verify();
    assertThat(said.exitCode()).as(said.text()).isZero();
    Path first = SegmentFile.archived(directory).getFirst().path();
    byte[] packed = Files.readAllBytes(first);
    packed[packed.length / 2] ^= 1;
    Files.write(first, packed);
    assertThat(verify().exitCode()).isEqualTo(1);
  }

  private static List<String> replaced(List<String> lines, int index, String line) {
    assertThat(line).isNotEqualTo(lines.get(index));
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  private void assertDamaged(List<String> lines, String how) throws Exception {
    byte[] good = Files.readAllBytes(segment);
    Files.writeString(segment, String.join("\n", lines) + "\n");
    Said said = verify();
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text()).contains("damaged: ").contains(how);
    Files.write(segment, good);
  }
}
