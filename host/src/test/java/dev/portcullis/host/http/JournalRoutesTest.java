package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.client.AuditLog;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.follow.JournalStream;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.TreeHash;
import dev.portcullis.host.audit.verify.RemoteVerifier;
import dev.portcullis.host.audit.verify.Verification;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of a real journal: what they give proves itself. */
@Timeout(60)
class JournalRoutesTest {
  private static final int RECORDS = 600;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private JournalDoor live;
  private FileJournal journal;
  private CheckpointLog checkpoints;
  private JournalStream stream;
  private OpenDoor door;

  @BeforeEach
  void open() throws Exception {
    live = new JournalDoor(directory, 64 << 10, Duration.ofSeconds(5));
    journal = live.journal;
    checkpoints = live.checkpoints;
    stream = live.stream;
    door = live.door;
    for (int i = 0; i < RECORDS; i++) {
      append(i);
    }
    checkpoints.covering(journal.state().lastSeq(), Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws Exception {
    live.close();
  }

  private Appended append(int n) throws Exception {
    return journal.append(new AuditRecord.SystemEvent("test.n" + n % 3, Map.of("n", n)));
  }

  private Answer get(String path) {
    return door.get("auditor", path);
  }

  private Checkpoint checkpoint() throws Exception {
    return Checkpoint.open(
        get("/v1/audit/checkpoint").text().getBytes(StandardCharsets.UTF_8), key());
  }

  private NoteKey key() throws Exception {
    return NoteKey.parse(get("/v1/audit/key").text().strip());
  }

  private static List<TreeHash> hashes(JsonNode proof) {
    List<TreeHash> hashes = new ArrayList<>();
    proof.forEach(hash -> hashes.add(hash(hash.asText())));
    return hashes;
  }

  private static TreeHash hash(String base64) {
    return TreeHash.of(Base64.getDecoder().decode(base64));
  }

  @Test
  void record_ofANumber_isTheLeafThatItsProofProves() throws Exception {
    Answer record = get("/v1/audit/77");
    JsonNode proof = get("/v1/audit/77/proof").json();
    Checkpoint under =
        Checkpoint.open(proof.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8), key());

    assertThat(record.json().path("seq").asInt()).isEqualTo(77);
    assertThat(record.header("Cache-Control")).contains("immutable");
    TreeHash leaf = TreeHash.ofLeaf(record.response().body());
    assertThat(proof.path("leaf_hash").asText()).isEqualTo(leaf.base64());
    assertThat(under.root().base64()).isEqualTo(proof.path("root_hash").asText());
    assertThat(Proofs.isIncluded(leaf, 76, under.size(), under.root(), hashes(proof.path("proof"))))
        .isTrue();
  }

  @Test
  void consistency_ofTwoSizes_provesExtension() throws Exception {
    JsonNode proof = get("/v1/audit/consistency?from=100&to=300").json();

    assertThat(
            Proofs.isExtension(
                100,
                hash(proof.path("from_root_hash").asText()),
                300,
                hash(proof.path("to_root_hash").asText()),
                hashes(proof.path("proof"))))
        .isTrue();
    assertThat(get("/v1/audit/consistency?from=100").json().path("to").asLong())
        .isEqualTo(checkpoint().size());
  }

  @Test
  void tlog_tilesAndEntries_makeTheCheckpointsRoot() throws Exception {
    Checkpoint signed = checkpoint();
    assertThat(get("/v1/audit/tlog/checkpoint").header("Content-Type"))
        .isEqualTo("text/plain;charset=utf-8");
    List<TreeHash> leaves = new ArrayList<>();
    long full = signed.size() / 256;
    for (long n = 0; n <= full; n++) {
      String path = String.format("%03d", n) + (n < full ? "" : ".p/" + signed.size() % 256);
      Answer tile = get("/v1/audit/tlog/tile/0/" + path);
      Answer bundle = get("/v1/audit/tlog/tile/entries/" + path);
      assertThat(tile.header("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
      assertThat(bundle.header("Content-Type")).isEqualTo("application/octet-stream");
      ByteBuffer hashes = ByteBuffer.wrap(tile.response().body());
      ByteBuffer entries = ByteBuffer.wrap(bundle.response().body());
      while (entries.hasRemaining()) {
        byte[] entry = new byte[entries.getShort() & 0xffff];
        entries.get(entry);
        byte[] hash = new byte[32];
        hashes.get(hash);
        assertThat(TreeHash.ofLeaf(entry)).isEqualTo(TreeHash.of(hash));
        leaves.add(TreeHash.of(hash));
      }
      assertThat(hashes.hasRemaining()).isFalse();
    }
    assertThat(leaves).hasSize((int) signed.size());
    assertThat(
            Proofs.root(
                (height, index) -> subtree(leaves, (int) (index << height), 1 << height),
                signed.size()))
        .isEqualTo(signed.root());
  }

  private static TreeHash subtree(List<TreeHash> leaves, int from, int width) {
    return width == 1
        ? leaves.get(from)
        : TreeHash.ofNode(
            subtree(leaves, from, width / 2), subtree(leaves, from + width / 2, width / 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/audit/0",
        "/v1/audit/9999999",
        "/v1/audit/9999999/proof",
        "/v1/audit/consistency?from=5&to=4",
        "/v1/audit/consistency?from=5&to=9999999",
        "/v1/audit/tlog/tile/0/009",
        "/v1/audit/tlog/tile/0/0",
        "/v1/audit/tlog/tile/0/000.p/256",
        "/v1/audit/tlog/tile/0/000.p/0",
        "/v1/audit/tlog/tile/63/000",
        "/v1/audit/tlog/tile/8/000.p/1",
        "/v1/audit/tlog/tile/0/../../checkpoint",
        "/v1/audit/tlog/tile/entries/009",
        "/v1/audit/tlog/tile/entries/x999/x999/x999/999",
      })
  void aPath_ofWhatIsNotThere_isNotFound(String path) {
    assertThat(get(path).status()).as(path).isIn(404, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/audit/1",
        "/v1/audit/1/proof",
        "/v1/audit/checkpoint",
        "/v1/audit/key",
        "/v1/audit/consistency?from=1",
        "/v1/audit/tlog/checkpoint",
        "/v1/audit/tlog/tile/0/000",
        "/v1/audit/export",
        "/v1/audit/stream"
      })
  void aRoute_ofTheJournal_isForAuditors(String path) {
    assertThat(door.get("", path).status()).isEqualTo(401);
    assertThat(door.get("agent", path).status()).isEqualTo(403);
  }

  @Test
  void export_withALimitAndATime_streamsAndEndsWithTheCheckpoint() throws Exception {
    Answer all = get("/v1/audit/export");
    List<String> lines = all.text().lines().toList();
    JsonNode pinned = JSON.readTree(lines.getLast());

    assertThat(all.header("Content-Disposition")).contains("audit.jsonl");
    assertThat(lines).hasSize((int) checkpoint().size() + 1);
    assertThat(pinned.path("records").asInt()).isEqualTo(lines.size() - 1);
    assertThat(
            Checkpoint.open(
                    pinned.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8), key())
                .size())
        .isEqualTo(pinned.path("size").asLong());
    assertThat(get("/v1/audit/export?limit=7").text().lines()).hasSize(8);
    assertThat(get("/v1/audit/export?from=2999-01-01T00:00:00Z").text().lines()).hasSize(1);
    assertThat(get("/v1/audit/export?format=xml").status()).isEqualTo(400);
    assertThat(get("/v1/audit/export?from=yesterday").status()).isEqualTo(400);
    assertThat(get("/v1/audit/export?limit=0").status()).isEqualTo(400);
  }

  @Test
  void export_aRecordJustAcknowledged_isInIt() throws Exception {
    long seq = append(1).seq();
    assertThat(get("/v1/audit/export").text()).contains("\"seq\":" + seq + ",");
  }

  @Test
  void stream_followed_givesWhatIsNewAndResumes() throws Exception {
    long first;
    try (Follower follower = new Follower(door, "auditor", "/v1/audit/stream", "")) {
      first = append(0).seq();
      append(1);
      assertThat(follower.next()).isEqualTo(Long.toString(first));
      assertThat(follower.next()).isEqualTo(Long.toString(first + 1));
    }
    append(2);
    try (Follower again =
        new Follower(door, "auditor", "/v1/audit/stream", "Last-Event-ID: " + first + "\r\n")) {
      assertThat(again.next()).isEqualTo(Long.toString(first + 1));
      assertThat(again.next()).isEqualTo(Long.toString(first + 2));
    }
  }

  @Test
  void stream_filtered_givesTheActionAlone() throws Exception {
    try (Follower follower =
        new Follower(door, "auditor", "/v1/audit/stream?action=test.n2&from_seq=1", "")) {
      for (int i = 0; i < 50; i++) {
        follower.next();
        assertThat(JSON.readTree(follower.data()).path("action").asText()).isEqualTo("test.n2");
      }
    }
  }

  @Test
  void stream_ofAClientThatLeft_letsGoOfItsPlace() throws Exception {
    for (int i = 0; i < 70; i++) {
      try (Follower follower = new Follower(door, "auditor", "/v1/audit/stream?from_seq=1", "")) {
        follower.next();
      }
      append(i);
    }
    assertThat(get("/v1/audit/stream?from_seq=0").status()).isEqualTo(400);
    try (Follower follower = new Follower(door, "auditor", "/v1/audit/stream?from_seq=1", "")) {
      assertThat(follower.next()).isEqualTo("1");
    }
  }

  @Test
  void client_overHttp_verifiesEverythingItself() throws Exception {
    try (PortcullisClient client = new PortcullisClient(door.uri(""), "auditor")) {
      AuditLog log = client.auditLog();
      Checkpoint signed =
          Checkpoint.open(
              log.checkpoint().orElseThrow(),
              NoteKey.parse(new String(log.key().orElseThrow(), StandardCharsets.UTF_8).strip()));
      Verification found =
          new RemoteVerifier(path -> tile(log, path), signed, _ -> {}).verify(List.of());
      assertThat(found)
          .isInstanceOfSatisfying(
              Verification.Intact.class,
              intact -> assertThat(intact.lastSeq()).isEqualTo(signed.size()));
      assertThat(log.record(1)).isPresent();
      assertThat(log.record(9_999_999)).isEmpty();
      assertThat(log.inclusion(5).path("leaf_index").asInt()).isEqualTo(4);
      assertThat(log.consistency(5, 9L).path("to").asInt()).isEqualTo(9);
      ByteArrayOutputStream exported = new ByteArrayOutputStream();
      log.export(Map.of("limit", "3"), exported);
      assertThat(exported.toString(StandardCharsets.UTF_8).lines()).hasSize(4);
      try (InputStream events = log.stream("10", Map.of())) {
        assertThat(new String(events.readNBytes(12), StandardCharsets.UTF_8)).contains("id: 11");
      }
      assertThatThrownBy(() -> log.archive())
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().code()).isEqualTo("forbidden"));
    }
  }

  private static Optional<byte[]> tile(AuditLog log, String path)
      throws IOException, InterruptedException {
    try {
      return log.tile(path);
    } catch (ProblemException refused) {
      throw new IOException(refused);
    }
  }

  @Test
  void stream_ofClientsThatDoNotRead_keepsNobodyElseWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(1024);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.door.port()));
      Follower.send(socket, "auditor", "/v1/audit/stream?from_seq=1", "");
      slow.add(socket);
    }
    // Filtered, since a segment that begins in between has a record of its own.
    try (Follower follower = new Follower(door, "auditor", "/v1/audit/stream?action=test.n0", "")) {
      for (int i = 0; i < 100; i++) {
        String seq = Long.toString(append(0).seq());
        assertThat(follower.next()).as("after " + i).isEqualTo(seq);
      }
      assertThat(get("/v1/audit/export?limit=1").status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void stream_hostStops_ends() throws Exception {
    try (Follower follower = new Follower(door, "auditor", "/v1/audit/stream?from_seq=1", "")) {
      follower.next();
      stream.close();
      assertThatThrownBy(
              () -> {
                while (true) {
                  follower.next();
                }
              })
          .hasMessage("the stream ended");
    }
  }

  @Test
  void archive_byAnOperator_leavesEverythingReadableAndProven() throws Exception {
    assertThat(door.post("auditor", "/v1/audit/archive", "").status()).isEqualTo(403);
    Checkpoint before = checkpoint();
    String first = get("/v1/audit/1").text();

    JsonNode outcome = door.post("operator", "/v1/audit/archive", "").json();

    assertThat(outcome.path("segments").asInt()).isGreaterThan(1);
    assertThat(outcome.path("archived_bytes").asLong())
        .isPositive()
        .isLessThan(outcome.path("bytes").asLong());
    assertThat(get("/v1/audit/1").text()).isEqualTo(first);
    assertThat(get("/v1/audit/1/proof").status()).isEqualTo(200);
    assertThat(get("/v1/audit/tlog/tile/entries/000").status()).isEqualTo(200);
    assertThat(get("/v1/audit/export").text().lines().count()).isGreaterThan(before.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "cut", "emptied", "extended"})
  void archive_ofADamagedSegment_saysWhichHowAndWhatToDo(String damage) throws Exception {
    Path segment = SegmentFile.list(directory).get(1).path();
    String name = segment.getFileName().toString();
    String before = Files.readString(segment);
    String cut = before.substring(0, before.lastIndexOf('\n', before.length() - 2) + 1);
    List<String> made =
        switch (damage) {
          case "changed" ->
              List.of(before.replaceFirst("test\\.n1", "test.n7"), "is damaged in record");
          case "cut" -> List.of(cut, "ends with record");
          case "emptied" -> List.of("", "has no record");
          default -> List.of(before + "more", "has more than records, at byte");
        };
    Files.writeString(segment, made.getFirst());

    Answer refused = door.post("operator", "/v1/audit/archive", "");

    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.code()).isEqualTo("journal_damaged");
    assertThat(refused.json().path("detail").asText())
        .contains(name, made.getLast(), "portcullis audit verify", "from a copy")
        .doesNotContain(directory.toString());
    assertThat(segment).exists();
    assertThat(SegmentFile.archived(directory)).hasSize(1);
    Files.writeString(segment, before);
    assertThat(door.post("operator", "/v1/audit/archive", "").status()).isEqualTo(200);
  }
}
