package dev.portcullis.host.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
  @TempDir Path directory;
  private Path file = Path.of("");
  private List<String> lines = List.of();

  @BeforeEach
  void writeSmallJournal() throws Exception {
    try (FileJournal journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(1 << 20, 1), Clock.systemUTC())) {
      journal.append(Records.decided("exe_1"));
      journal.append(Records.finished("exe_1"));
      journal.append(Records.decided("exe_2"));
    }
    file = SegmentFile.list(directory).getFirst().path();
    lines = Files.readAllLines(file);
  }

  @Test
  void verify_everySingleByteChanged_isFound() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < 2 * good.length; i++) {
      int at = i / 2;
      byte[] bad = good.clone();
      // One bit, a different one from byte to byte, and all of them.
      bad[at] ^= (byte) (i % 2 == 0 ? 1 << (at % 8) : 0xff);
      Files.write(file, bad);
      Verification.Damaged damaged = damaged();
      long record = 1;
      for (int before = 0; before < at; before++) {
        record += good[before] == '\n' ? 1 : 0;
      }
      assertThat(damaged.seq()).as("byte " + at + ": " + damaged).isEqualTo(record);
    }
  }

  @Test
  void verify_everyTruncation_isFoundOrEndsWithAWholeRecord() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = good.length - 1; length > 0; length--) {
      Files.write(file, Arrays.copyOf(good, length));
      Verification result = AuditVerifier.verify(directory);
      if (good[length - 1] == '\n') {
        assertThat(result).isInstanceOf(Verification.Intact.class);
      } else {
        assertThat(damaged().damage()).isEqualTo(Damage.INCOMPLETE_LINE);
      }
    }
  }

  @Test
  void verify_removedRecord_isAGap() throws IOException {
    List<String> without = new ArrayList<>(lines);
    without.remove(1);
    write(without);
    assertThat(damaged().damage()).isEqualTo(Damage.SEQUENCE_GAP);
    assertThat(damaged().seq()).isEqualTo(2);
  }

  @Test
  void verify_truncationAtAnyRecord_isFoundByTheCheckpoint() throws IOException {
    GrowingTree tree = new GrowingTree();
    lines.forEach(line -> tree.append(TreeHash.ofLeaf(line.getBytes(StandardCharsets.UTF_8))));
    Checkpoint kept = new Checkpoint("test", tree.size(), tree.root());
    assertThat(AuditVerifier.verify(directory, List.of(kept)))
        .isInstanceOf(Verification.Intact.class);
    for (int left = 1; left < lines.size(); left++) {
      write(lines.subList(0, left));
      assertThat(AuditVerifier.verify(directory, List.of(kept)))
          .isInstanceOfSatisfying(
              Verification.Damaged.class,
              damaged -> assertThat(damaged.damage()).isEqualTo(Damage.TRUNCATED));
    }
  }

  @Test
  void verify_recordRepeatedOrInsertedAnywhere_isFoundThere() throws IOException {
    for (int at = 0; at < lines.size(); at++) {
      for (String inserted : List.of(lines.get(at), lines.getFirst(), lines.getLast())) {
        List<String> more = new ArrayList<>(lines);
        more.add(at + 1, inserted);
        write(more);
        assertThat(damaged().damage()).isEqualTo(Damage.SEQUENCE_GAP);
        // What follows anyway is noticed where it follows for the second time.
        boolean follows = at + 1 < lines.size() && inserted.equals(lines.get(at + 1));
        assertThat(damaged().seq()).isEqualTo(follows ? at + 3 : at + 2);
      }
    }
    List<String> forged = new ArrayList<>(lines);
    forged.add(2, rehashed(lines.get(1).replace("\"seq\":2", "\"seq\":3")));
    write(forged);
    assertThat(damaged().damage()).isEqualTo(Damage.CHAIN_BROKEN);
  }

  @Test
  void verify_tailOfAnOlderJournalReplayed_isFound() throws Exception {
    List<String> older = List.copyOf(lines);
    Files.delete(file);
    writeSmallJournal();
    for (int kept = 1; kept < older.size(); kept++) {
      List<String> replayed = new ArrayList<>(lines.subList(0, kept));
      replayed.addAll(older.subList(kept, older.size()));
      write(replayed);
      assertThat(damaged().damage()).isEqualTo(Damage.CHAIN_BROKEN);
      assertThat(damaged().seq()).isEqualTo(kept + 1);
    }
  }

  @Test
  void verify_swappedRecords_areAGap() throws IOException {
    List<String> swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 1, 2);
    write(swapped);
    assertThat(damaged().damage()).isEqualTo(Damage.SEQUENCE_GAP);
  }

  @Test
  void verify_editWithNewHash_breaksTheChainAtTheNextRecord() throws IOException {
    List<String> forged = new ArrayList<>(lines);
    forged.set(1, rehashed(lines.get(1).replace("agent-7", "agent-8")));
    write(forged);
    assertThat(damaged().damage()).isEqualTo(Damage.CHAIN_BROKEN);
    assertThat(damaged().seq()).isEqualTo(3);
  }

  @Test
  void verify_editWithoutNewHash_isAnEdit() throws IOException {
    List<String> edited = new ArrayList<>(lines);
    edited.set(2, lines.get(2).replace("\"wall_ms\":3", "\"wall_ms\":4"));
    write(edited);
    assertThat(damaged().damage()).isEqualTo(Damage.EDITED);
    assertThat(damaged().seq()).isEqualTo(3);
    assertThat(damaged().offset()).isEqualTo(lines.get(0).length() + lines.get(1).length() + 2);
  }

  @Test
  void verify_sameContentInOtherBytes_isNotCanonical() throws IOException {
    for (String other :
        List.of(
            lines.get(1).replace("\"risk\":35,", "\"risk\": 35,"),
            lines.get(1).replace("\"risk\":35,", "\"risk\":35.0,"),
            lines.get(1).replace("agent-7", "agent\\u002d7"))) {
      assertThat(other).isNotEqualTo(lines.get(1));
      List<String> changed = new ArrayList<>(lines);
      changed.set(1, other);
      write(changed);
      assertThat(damaged().damage()).isIn(Damage.NOT_CANONICAL, Damage.UNREADABLE);
      assertThat(damaged().seq()).isEqualTo(2);
    }
  }

  @Test
  void verify_missingSegment_isNamed() throws IOException {
    Files.move(file, directory.resolve("00000000000000000009.jsonl"));
    assertThat(damaged().damage()).isEqualTo(Damage.MISSING_SEGMENT);
    assertThat(damaged().seq()).isEqualTo(1);
  }

  @Test
  void verify_oneFileFromTheMiddle_isIntact() throws IOException {
    Path export = directory.resolve("export.jsonl");
    Files.write(export, lines.subList(1, 3));
    assertThat(AuditVerifier.verify(export))
        .isInstanceOfSatisfying(
            Verification.Intact.class,
            intact -> {
              assertThat(intact.firstSeq()).isEqualTo(2);
              assertThat(intact.lastSeq()).isEqualTo(3);
              assertThat(intact.records()).isEqualTo(2);
            });
  }

  @Test
  void verify_garbage_isUnreadableOrIncomplete() throws IOException {
    for (String garbage :
        List.of(
            "\n", "{}\n", "{\"a\n", "[]\n", "{\"a\":1}x\n", "\0\0x", "}".repeat(70_000) + "\n")) {
      Files.writeString(file, garbage);
      assertThat(damaged().damage()).isIn(Damage.UNREADABLE, Damage.INCOMPLETE_LINE);
    }
  }

  private Verification.Damaged damaged() throws IOException {
    Verification result = AuditVerifier.verify(directory);
    assertThat(result).isInstanceOf(Verification.Damaged.class);
    return (Verification.Damaged) result;
  }

  private void write(List<String> all) throws IOException {
    Files.writeString(file, String.join("\n", all) + "\n");
  }

  /** As a forger would do it, or an auditor's script: drop the hash, digest, put the hash back. */
  private static String rehashed(String line) {
    String without = line.replaceFirst("\"hash\":\"[0-9a-f]{64}\",", "");
    MessageDigest sha256 = Sha256.newDigest();
    String hash = HexFormat.of().formatHex(sha256.digest(without.getBytes(StandardCharsets.UTF_8)));
    return line.replaceFirst("\"hash\":\"[0-9a-f]{64}\"", "\"hash\":\"" + hash + "\"");
  }
}
