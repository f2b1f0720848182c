package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the journal that stay for long: what ends them, and what they leave behind. */
@Timeout(60)
class JournalClientsTest {
  /** As many exports as the host takes at once. */
  private static final int EXPORTS = 4;

  @TempDir Path directory;
  private JournalDoor live;

  @BeforeEach
  void open() throws Exception {
    live = new JournalDoor(directory, 8 << 20, Duration.ofMillis(50));
  }

  @AfterEach
  void close() throws Exception {
    live.close();
  }

  private String append(String... texts) throws Exception {
    return Long.toString(
        live.journal
            .append(new AuditRecord.SystemEvent("test", Map.of("texts", List.of(texts))))
            .seq());
  }

  @Test
  void stream_keyRevokedInBetween_endsAndNobodyElses() throws Exception {
    try (Follower revoked =
            new Follower(live.door, "auditor-1", "/v1/audit/stream?action=test", "");
        Follower other = new Follower(live.door, "auditor-2", "/v1/audit/stream?action=test", "")) {
      String seq = append("before");
      assertThat(revoked.next()).isEqualTo(seq);
      assertThat(other.next()).isEqualTo(seq);

      live.door.host.revoked.add("auditor-1");

      assertThatThrownBy(revoked::next).hasMessage("the stream ended");
      seq = append("after");
      assertThat(other.next()).isEqualTo(seq);
      assertThat(live.door.get("auditor-1", "/v1/audit/stream").status()).isEqualTo(401);
    }
  }

  @Test
  void export_ofClientsThatLeft_endsAndLetsGoOfItsPlace() throws Exception {
    // 20 MB: several times what the buffers of a connection hold. Longer texts would be cut.
    String[] texts = new String[20];
    Arrays.fill(texts, "x".repeat(2_000));
    for (int i = 0; i < 500; i++) {
      append(texts);
    }
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < EXPORTS; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(1024);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), live.door.door.port()));
      Follower.send(socket, "auditor", "/v1/audit/export", "");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      clients.add(socket);
    }
    Thread.sleep(1_000);
    assertThat(live.exports.isBusy()).as("nobody reads, so none can be over").isTrue();
    Answer refused = live.door.get("auditor", "/v1/audit/export?limit=1");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("saturated");

    for (Socket socket : clients) {
      socket.close();
    }

    for (int i = 0; i < 500 && live.exports.isBusy(); i++) {
      Thread.sleep(20);
    }
    assertThat(live.exports.isBusy()).isFalse();
    assertThat(live.door.get("auditor", "/v1/audit/export?limit=1").status()).isEqualTo(200);
  }
}
