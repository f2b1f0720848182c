package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.execution.Admission;
import dev.portcullis.host.http.OpenDoor.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CloseTest {
  @Test
  void close_requestUnderWay_isAnsweredAndNoneIsTakenAfter() throws Exception {
    var door = new OpenDoor();
    int port = door.door.port();
    var admitted = new CountDownLatch(1);
    door.host.answer =
        (_, caller) -> {
          admitted.countDown();
          return new Admission.Admitted(door.host.keep(caller));
        };
    var answer = new CompletableFuture<Answer>();
    Thread.ofVirtual()
        .start(() -> answer.complete(door.post("agent", "/v1/executions", OpenDoor.PROGRAM)));
    admitted.await();

    Thread closing = Thread.ofVirtual().start(door.door::close);
    Thread.sleep(200);
    assertThat(closing.isAlive()).isTrue();
    door.host.kept.firstEntry().getValue().ending(FakeExecution.printed("in time"));

    assertThat(answer.get(10, TimeUnit.SECONDS).json().path("stdout").asText())
        .isEqualTo("in time");
    closing.join(10_000);
    assertThat(closing.isAlive()).isFalse();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
    door.close();
  }

  @Test
  void start_portInUse_saysSo() {
    try (var door = new OpenDoor()) {
      assertThatThrownBy(
              () ->
                  HttpDoor.start(
                      HttpConfig.on("127.0.0.1", door.door.port()), new FakeHost().ports()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Integer.toString(door.door.port()));
    }
  }
}
