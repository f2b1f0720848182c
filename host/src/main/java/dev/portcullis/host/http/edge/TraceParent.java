package dev.portcullis.host.http.edge;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code traceparent} header of W3C Trace Context, level 1. Its trace id is taken over and
 * nothing else: it says which requests belong together, never who sent them.
 */
final class TraceParent {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.{0,200})?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_PARENT = "0".repeat(16);

  private TraceParent() {}

  /** The trace id of the only header given, or a new one. */
  static String traceId(List<String> headers) {
    return headers.size() == 1 ? parse(headers.getFirst()).orElseGet(TraceParent::fresh) : fresh();
  }

  private static Optional<String> parse(String header) {
    Matcher matcher = FORM.matcher(header);
    if (!matcher.matches()
        || matcher.group(1).equals("ff")
        || matcher.group(2).equals(NO_TRACE)
        || matcher.group(3).equals(NO_PARENT)) {
      return Optional.empty();
    }
    // Version 00 ends after the flags; later ones may go on after another dash.
    boolean extended = matcher.group(4) != null;
    return extended && matcher.group(1).equals("00")
        ? Optional.empty()
        : Optional.of(matcher.group(2));
  }

  private static String fresh() {
    var random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // The lowest bit keeps it from being all zeros, which means no trace.
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
  }
}
