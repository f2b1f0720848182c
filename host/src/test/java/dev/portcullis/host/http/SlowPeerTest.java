package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowPeerTest {
  private static final String ONE_REQUEST = "GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"", ONE_REQUEST})
  void connection_headersDripForEver_isHungUp(String before) throws Exception {
    try (OpenDoor door = impatient();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.door.port())) {
      socket.getOutputStream().write(before.getBytes(StandardCharsets.US_ASCII));
      socket
          .getOutputStream()
          .write("GET /v1/live HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

      assertThat(dripUntilHungUp(socket)).isTrue();
      assertThat(door.get("", "/v1/live").status()).isEqualTo(200);
    }
  }

  @Test
  void connection_answerTakesLong_isKept() throws Exception {
    try (OpenDoor door = impatient()) {
      var usual = door.host.answer;
      door.host.answer =
          (request, caller) -> {
            try {
              Thread.sleep(2_500);
            } catch (InterruptedException interrupted) {
              throw new IllegalStateException(interrupted);
            }
            return usual.apply(request, caller);
          };

      assertThat(door.post("agent", "/v1/executions", OpenDoor.PROGRAM).status()).isEqualTo(200);
    }
  }

  private static OpenDoor impatient() {
    return new OpenDoor(
        new HttpConfig(
            "127.0.0.1",
            0,
            1 << 20,
            2 << 20,
            List.of(),
            List.of(),
            List.of(),
            100,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5)));
  }

  /** Drips for up to ten seconds, a byte each tenth of one, well within the idle timeout. */
  private static boolean dripUntilHungUp(Socket socket) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        socket.getOutputStream().write('x');
        socket.getOutputStream().flush();
      } catch (IOException hungUp) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }
}
