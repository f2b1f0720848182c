package dev.portcullis.host.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatingTest {
  @Test
  void aRound_thatFails_isNotTheLast() throws Exception {
    var rounds = new CountDownLatch(3);
    try (var repeating =
        new Repeating(
            "failing",
            Duration.ofMillis(1),
            () -> {
              rounds.countDown();
              throw new IllegalStateException("a bad moment");
            })) {
      repeating.start();

      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
