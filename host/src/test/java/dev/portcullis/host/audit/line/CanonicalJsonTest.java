package dev.portcullis.host.audit.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private static final String ALPHABET =
      "abcXYZ059 _-.$\"\\/\b\t\n\f\r\u0000\u001f\u007f\u0080é€\u2028\uFFFD\uE000\uD83D\uDE00\uFB33";

  @Test
  void write_randomValues_areTheBytesOfAnIndependentImplementation() throws IOException {
    Random random = new Random(8785);
    for (int i = 0; i < 3000; i++) {
      String ours = written(Map.of("v", orNull(random, 0)), Shortening.NONE);
      assertThat(ours).isEqualTo(new JsonCanonicalizer(ours).getEncodedString());
    }
  }

  @Test
  void write_theKeysOfRfc8785Section323_areInTheirOrder() {
    // The example of RFC 8785, section 3.2.3: sorted by UTF-16 code units.
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : List.of("\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6")) {
      keys.put(key, 1);
    }
    assertThat(written(keys, Shortening.NONE))
        .isEqualTo(
            "{\"\\r\":1,\"1\":1,\"\u0080\":1,\"\u00f6\":1,\"\u20ac\":1,\"\ud83d\ude00\":1,\"\ufb33\":1}");
  }

  @Test
  void write_numbersThatAreNotExact_areText() {
    assertThat(
            written(
                List.of(9_007_199_254_740_991L, 9_007_199_254_740_992L, Long.MIN_VALUE, 0.5),
                Shortening.NONE))
        .isEqualTo("[9007199254740991,\"9007199254740992\",\"-9223372036854775808\",\"0.5\"]");
  }

  @Test
  void write_unpairedSurrogates_areReplacementCharacters() {
    assertThat(written(List.of("a\uD800b", "\uDC00", "\uD83D"), Shortening.NONE))
        .isEqualTo("[\"a\uFFFDb\",\"\uFFFD\",\"\uFFFD\"]");
  }

  @Test
  void write_moreThanFits_isCutAndNamed() {
    Struct struct =
        new Struct()
            .put("long", "x".repeat(9))
            .put("pair", "abc\uD83D\uDE00defgh")
            .put("list", List.of(1, 2, 3))
            .put("map", Map.of("a", 1, "b", Map.of("deep", List.of(1)), "c", 3, "keylonger", 4));
    CanonicalJson json = new CanonicalJson(new Shortening(4, 2, 2)).write(struct);
    assertThat(new String(json.out().toArray(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"list\":[1,2],\"long\":\"xxxx…[+5]\",\"map\":{\"a\":1,\"b\":{\"deep\":[]}},"
                + "\"pair\":\"abc…[+7]\"}");
    assertThat(json.cuts()).containsExactly("list", "long", "map", "map.b.deep", "pair");
  }

  private static String written(Object value, Shortening shortening) {
    return new String(
        new CanonicalJson(shortening).write(value).out().toArray(), StandardCharsets.UTF_8);
  }

  private static Object orNull(Random random, int depth) {
    @Nullable Object value = value(random, depth);
    return value == null ? Arrays.asList((Object) null) : value;
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextLong() >> 11;
      case 4 -> text(random);
      case 5 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(text(random), value(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    int[] points = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
