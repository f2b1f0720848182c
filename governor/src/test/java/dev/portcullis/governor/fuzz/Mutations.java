package dev.portcullis.governor.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Makes ever new inputs out of good ones: bytes changed, cut, doubled, and pieces of the grammar
 * put in between. The seed is in every failure.
 */
final class Mutations {
  private Mutations() {}

  /** How long each parser is fed: {@code -Dfuzz.seconds=60} in CI, a moment otherwise. */
  static Duration time() {
    return Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2));
  }

  static void feed(List<byte[]> seeds, List<String> pieces, Consumer<byte[]> parser) {
    feed(time(), seeds, pieces, parser);
  }

  static void feed(
      Duration time, List<byte[]> seeds, List<String> pieces, Consumer<byte[]> parser) {
    long end = System.nanoTime() + time.toNanos();
    long seed = System.nanoTime();
    while (System.nanoTime() < end) {
      Random random = new Random(++seed);
      byte[] input = seeds.get(random.nextInt(seeds.size()));
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        input = mutated(input, pieces, random);
      }
      try {
        parser.accept(input);
      } catch (RuntimeException | StackOverflowError broken) {
        throw new AssertionError("broken by the input of seed " + seed, broken);
      }
    }
  }

  private static byte[] mutated(byte[] input, List<String> pieces, Random random) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + random.nextInt(1 + Math.min(64, input.length)));
    return switch (random.nextInt(6)) {
      case 0 -> spliced(input, at, to, new byte[0]);
      case 1 -> spliced(input, at, at, Arrays.copyOfRange(input, at, to));
      case 2 -> spliced(input, at, at, new byte[] {(byte) random.nextInt(256)});
      case 3 ->
          spliced(
              input,
              at,
              at,
              pieces
                  .get(random.nextInt(pieces.size()))
                  .repeat(random.nextInt(40))
                  .getBytes(StandardCharsets.UTF_8));
      case 4 ->
          spliced(
              input,
              at,
              to,
              pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8));
      default -> {
        byte[] changed = input.clone();
        if (changed.length > 0) {
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield changed;
      }
    };
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] piece) {
    byte[] out = new byte[input.length - (to - from) + piece.length];
    System.arraycopy(input, 0, out, 0, from);
    System.arraycopy(piece, 0, out, from, piece.length);
    System.arraycopy(input, to, out, from + piece.length, input.length - to);
    return out;
  }
}
