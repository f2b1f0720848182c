package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the audit, and the real host that answers them. */
@Timeout(120)
final class LiveAuditCommandsTest {
  private static final int RECORDS = 500;

  @TempDir Path folder = Path.of("");
  private LiveHost live;

  @BeforeEach
  void start() throws Exception {
    live = new LiveHost(folder);
    live.fill(RECORDS);
    live.start();
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private Path kept(Checkpoint checkpoint) throws Exception {
    return Files.writeString(folder.resolve("kept"), checkpoint.sign(live.signer()));
  }

  @Test
  void verify_ofAHostThatExtendsAnOlderCheckpoint_isIntact() throws Exception {
    Checkpoint old = live.checkpoint(RECORDS);
    String kept = kept(old).toString();
    live.done("kill", "--reason", "to have a record more");
    live.checkpoint(old.size() + 1);

    Invocation verify = live.done("audit", "verify", live.url(), "--checkpoint", kept);

    assertThat(verify.out()).contains(live.url() + ": intact, records 1 to ");
    assertThat(verify.err()).contains("with the key that the host itself tells");
    String key = live.home.audit().resolve("key.pub").toString();
    Invocation withKey =
        live.done(
            "audit", "verify", live.url(), "--checkpoint", kept, "--key", key, "--output", "json");
    assertThat(Common.JSON.readTree(withKey.out()).path("last_seq").asLong())
        .isGreaterThan(old.size());
    assertThat(withKey.err()).doesNotContain("itself tells");
  }

  @Test
  void verify_ofAHostThatDoesNotExtendAnOlderCheckpoint_fails() throws Exception {
    Checkpoint now = live.checkpoint(RECORDS);
    // Signed by the very key, over other records.
    TreeHash other = TreeHash.ofLeaf("another".getBytes(StandardCharsets.UTF_8));
    String forked = kept(new Checkpoint(now.origin(), 100, other)).toString();

    Invocation verify = live.invoke("audit", "verify", live.url(), "--checkpoint", forked);

    assertThat(verify.exitCode()).as(verify.err()).isEqualTo(ExitCode.FAILED);
    assertThat(verify.out()).contains("contradicts_checkpoint", "record 100");
    String longer = kept(new Checkpoint(now.origin(), now.size() + 9_000, other)).toString();
    Invocation cutOff = live.invoke("audit", "verify", live.url(), "--checkpoint", longer);
    assertThat(cutOff.exitCode()).as(cutOff.err()).isEqualTo(ExitCode.FAILED);
    assertThat(cutOff.out()).contains("truncated");
  }

  @Test
  void archive_thatMeetsADamagedSegment_saysWhichHowAndWhatToDo() throws Exception {
    live.checkpoint(RECORDS);
    Path segment = SegmentFile.list(live.home.audit()).getFirst().path();
    String content = Files.readString(segment);
    Files.writeString(segment, content.replaceFirst("\"n\":7", "\"n\":8"));

    Invocation archive = live.invoke("audit", "archive");

    assertThat(archive.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(archive.err())
        .contains("journal_damaged: segment " + segment.getFileName())
        .contains("its hash does not fit its content")
        .contains("`portcullis audit verify`");
    Files.writeString(segment, content);
    assertThat(live.done("audit", "archive").out()).contains("segments archived");
  }
}
