package dev.portcullis.host.sandbox.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.sandbox.Artifact;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Feeds streams that are random, or an honest one with some of its bytes changed. Whatever comes,
 * the conversation ends with an outcome within its limits or as a lost runner, never otherwise.
 */
class ConversationFuzz {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
  private static final int LEAST_STREAMS = 2_000;

  @Test
  void read_randomStreams_endsAsOutcomeOrLost() throws Exception {
    Random random = new Random(20261123);
    int understood = 0;
    long until = System.nanoTime() + LONG_ENOUGH.toNanos();
    for (int i = 0; i < LEAST_STREAMS || System.nanoTime() < until; i++) {
      byte[] stream = new byte[random.nextInt(200)];
      random.nextBytes(stream);
      if (random.nextBoolean()) {
        stream = Script.ready().raw(stream).toBytes();
      }
      understood += read(stream);
    }
    assertThat(understood).isZero();
  }

  @Test
  void read_mutatedStreams_endsAsOutcomeOrLost() throws Exception {
    byte[] honest =
        Script.ready()
            .frame(0x83, "abc")
            .frame(0x84, "de")
            .frame(0x85, "{\"path\": \"a/b.png\", \"size\": 3, \"mode\": 420}")
            .frame(0x86, "xyz")
            .frame(0x85, "{\"path\": \"l\", \"skipped\": \"not_regular\"}")
            .frame(
                0x87,
                Script.exit("exited", 0, 0, 3)
                    .replace("\"stderr_bytes\": 0", "\"stderr_bytes\": 2"))
            .toBytes();
    assertThat(read(honest)).isEqualTo(1);
    Random random = new Random(611);
    int understood = 0;
    int lost = 0;
    long until = System.nanoTime() + LONG_ENOUGH.toNanos();
    for (int i = 0; i < LEAST_STREAMS || System.nanoTime() < until; i++) {
      if (read(mutated(honest, random)) == 1) {
        understood++;
      } else {
        lost++;
      }
    }
    assertThat(lost).isPositive();
    assertThat(understood).isPositive();
  }

  private static byte[] mutated(byte[] honest, Random random) {
    byte[] stream = honest.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(stream.length);
      switch (random.nextInt(5)) {
        case 0 -> stream[at] = (byte) random.nextInt(256);
        case 1 -> stream[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> stream = Arrays.copyOf(stream, Math.max(1, at));
        case 3 -> stream = without(stream, at, random.nextInt(8));
        default -> stream = repeated(stream, at, random.nextInt(64));
      }
    }
    return stream;
  }

  private static byte[] without(byte[] stream, int at, int length) {
    int end = Math.min(stream.length, at + length);
    byte[] shorter = new byte[Math.max(1, stream.length - (end - at))];
    System.arraycopy(stream, 0, shorter, 0, at);
    System.arraycopy(stream, end, shorter, at, stream.length - end);
    return shorter;
  }

  private static byte[] repeated(byte[] stream, int at, int length) {
    int end = Math.min(stream.length, at + length);
    byte[] longer = new byte[stream.length + end - at];
    System.arraycopy(stream, 0, longer, 0, end);
    System.arraycopy(stream, at, longer, end, stream.length - at);
    return longer;
  }

  private static int read(byte[] stream) throws IOException {
    try {
      Script.Told told = Script.read(stream);
      assertThat(told.stdout.length).isLessThanOrEqualTo(Script.OUTPUT_LIMIT);
      assertThat(told.stderr.length).isLessThanOrEqualTo(Script.OUTPUT_LIMIT);
      long bytes = 0;
      for (Artifact artifact : told.outcome.artifacts()) {
        assertThat(artifact.path()).doesNotStartWith("/").doesNotContain("\0");
        if (artifact instanceof Artifact.Taken(var path, var content)) {
          assertThat(path.split("/")).doesNotContain("..", ".", "");
          bytes += content.size();
        }
      }
      assertThat(bytes).isLessThanOrEqualTo(Script.BOUNDS.total().bytes());
      return 1;
    } catch (RunnerLostException lost) {
      assertThat(lost.getMessage()).doesNotContainPattern("\\p{Cntrl}");
      return 0;
    }
  }
}
