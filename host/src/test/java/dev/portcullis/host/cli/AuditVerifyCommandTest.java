package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.SigningKey;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.tlog.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on the command line; the chain alone is the {@link HomeCommandsTest}'s. */
final class AuditVerifyCommandTest {
  @TempDir Path folder = Path.of("");

  private NoteSigner grow(int records) throws Exception {
    NoteSigner signer = SigningKey.of(folder.resolve("signing.key"), "portcullis/test");
    try (FileJournal journal =
            FileJournal.open(
                folder.resolve("audit"),
                new HostIdentity("test", "1"),
                JournalSettings.DEFAULT,
                Clock.systemUTC());
        CheckpointLog log =
            CheckpointLog.open(
                folder.resolve("audit"), journal, signer, CheckpointSettings.DEFAULT)) {
      log.start();
      for (int i = 0; i < records; i++) {
        journal.append(new AuditRecord.SystemEvent("test.grow", Map.of("n", i)));
      }
    }
    return signer;
  }

  private Invocation verify(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "audit";
    arguments[1] = "verify";
    arguments[2] = folder.resolve("audit").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Invocation.of(arguments);
  }

  @Test
  void verify_checkpointKeptElsewhere_isExtended() throws Exception {
    grow(3);
    Path kept = Files.copy(folder.resolve("audit/checkpoint"), folder.resolve("kept"));
    NoteSigner signer = grow(4);

    assertThat(verify("--checkpoint", kept.toString()).exitCode()).isEqualTo(ExitCode.OK);
    String key = signer.verifier().toString();
    assertThat(verify("--checkpoint", kept.toString(), "--key", key).exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void verify_tailCutOff_failsByTheJournalsOwnCheckpoint() throws Exception {
    grow(3);
    Path segment = folder.resolve("audit/00000000000000000001.jsonl");
    byte[] before = Files.readAllBytes(segment);
    grow(3);
    Files.write(segment, before);

    Invocation verify = verify();

    assertThat(verify.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(verify.out()).contains("truncated").contains("record 5 is missing");
  }

  @Test
  void verify_checkpointOfAnotherKey_fails() throws Exception {
    grow(3);
    Path otherKey = folder.resolve("other.key");
    String other = SigningKey.of(otherKey, "portcullis/test").verifier().toString();

    Invocation verify = verify("--key", other);

    assertThat(verify.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(verify.err()).contains("not signed by " + other);
  }

  @Test
  void verify_checkpointThatIsNotThere_isWrongUsage() throws Exception {
    grow(1);

    assertThat(verify("--checkpoint", "/nonexistent").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void signingKey_made_isForItsOwnerAndStaysTheSame() throws Exception {
    Path file = folder.resolve("signing.key");
    NoteSigner made = SigningKey.of(file, "portcullis/test");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SigningKey.of(file, "another/name").verifier())
        .hasToString(made.verifier().toString());
  }
}
