package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyBoundsTest {
  private static final int LARGEST = 1 << 20;

  /** Small bounds and little patience, so that each can be met quickly. */
  private final OpenDoor door =
      new OpenDoor(
          new HttpConfig(
              "127.0.0.1",
              0,
              LARGEST,
              2 << 20,
              List.of(),
              List.of(),
              List.of(),
              100,
              Duration.ofSeconds(20),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5)));

  private final OpenDoor usual = new OpenDoor();

  @AfterAll
  void close() {
    door.close();
    usual.close();
  }

  @ParameterizedTest
  @CsvSource({"agent, false, 413", "agent, true, 413", "nobody, false, 401", "nobody, true, 401"})
  void create_tenMegabytes_hearsTheRefusalAndHarmsNothing(String key, boolean chunked, int status) {
    byte[] body = program(10 << 20);

    Answer answer =
        usual.send(
            key,
            "/v1/executions",
            request ->
                request
                    .POST(
                        chunked
                            ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                            : BodyPublishers.ofByteArray(body))
                    .header("Content-Type", "application/json"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(status == 413 ? "body_too_large" : "unauthenticated");
    assertThat(usual.host.submitted).isEmpty();
    assertThat(usual.get("", "/v1/live").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"0, false, 200", "0, true, 200", "1, false, 413", "1, true, 413"})
  void create_bodyAtItsBound_isTakenAndOneByteMoreIsNot(int more, boolean chunked, int status) {
    byte[] body = program(LARGEST + more);

    Answer answer =
        door.send(
            "agent",
            "/v1/executions",
            request ->
                request
                    .POST(
                        chunked
                            ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                            : BodyPublishers.ofByteArray(body))
                    .header("Content-Type", "application/json"));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void create_tooLargeAndWaitingForTheGo_isRefusedBeforeItIsSent() {
    String answer =
        door.raw(
            "POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer agent\r\n"
                + "Content-Type: application/json\r\nContent-Length: 99999999\r\n"
                + "Expect: 100-continue\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void create_moreBytesInFlightThanThereIsRoom_isSaturatedAndRecovers() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var before = door.host.answer;
    door.host.answer =
        (request, caller) -> {
          entered.countDown();
          try {
            leave.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
          return new Admission.Admitted(
              door.host.keep(caller).ending(FakeExecution.printed("held")));
        };
    String body = new String(program(LARGEST), StandardCharsets.UTF_8);
    Thread holder = Thread.ofVirtual().start(() -> door.post("agent", "/v1/executions", body));
    try (Socket second = connected()) {
      entered.await();
      send(second, LARGEST, "Expect: 100-continue\r\n");
      second.setSoTimeout(10_000);
      // The go comes with the first read, when its room is taken; sooner, the third could get in.
      assertThat(new String(second.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100");

      Answer third = door.post("agent", "/v1/executions", body);

      assertThat(third.status()).isEqualTo(503);
      assertThat(third.code()).isEqualTo("saturated");
      assertThat(third.header("Retry-After")).isEqualTo("1");
    } finally {
      // Whatever came of it: the other tests use this door too.
      leave.countDown();
      holder.join();
      door.host.answer = before;
    }
    Answer recovered = door.post("agent", "/v1/executions", OpenDoor.PROGRAM);
    assertThat(recovered.status()).isEqualTo(200);
  }

  @Test
  void create_drippingBody_isTimedOutThoughNeverIdle() throws Exception {
    try (Socket socket = stalled(1_000)) {
      socket.setSoTimeout(10_000);
      for (int i = 0; i < 30 && socket.getInputStream().available() == 0; i++) {
        socket.getOutputStream().write(' ');
        socket.getOutputStream().flush();
        Thread.sleep(100);
      }
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void create_bodyBrokenOff_runsNothing() throws Exception {
    int before = door.host.submitted.size();
    try (Socket socket = stalled(100)) {
      socket.getOutputStream().write(OpenDoor.PROGRAM.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      socket.setSoTimeout(10_000);
      socket.getInputStream().readAllBytes();
    }
    assertThat(door.host.submitted).hasSize(before);
    assertThat(door.get("", "/v1/live").status()).isEqualTo(200);
  }

  /** A request whose headers are sent and whose body is not. */
  private Socket stalled(int declared) throws IOException {
    Socket socket = connected();
    send(socket, declared, "");
    return socket;
  }

  private Socket connected() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), door.door.port());
  }

  private static void send(Socket socket, int declared, String more) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer agent\r\n"
                    + "Content-Type: application/json\r\nContent-Length: "
                    + declared
                    + "\r\n"
                    + more
                    + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static byte[] program(int size) {
    String head = "{\"language\":\"python\",\"code\":\"";
    String tail = "\"}";
    return (head + "#".repeat(size - head.length() - tail.length()) + tail)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
