package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemovalsTest {
  @Test
  void remove_clientFailsInAnUnknownWay_isOwed() throws Exception {
    AtomicInteger gone = new AtomicInteger();
    Engine closed =
        new Engine(new EngineAddress(Path.of("/nonexistent.sock")), Duration.ofSeconds(1));
    closed.close();
    try (Removals removals = new Removals(closed)) {
      assertThat(removals.remove("container", gone::incrementAndGet)).isFalse();
    }
    assertThat(gone).hasValue(0);
  }
}
