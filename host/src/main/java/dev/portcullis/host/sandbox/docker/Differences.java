package dev.portcullis.host.sandbox.docker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what differs, all of it, as lines for people. */
final class Differences {
  private final List<String> lines = new ArrayList<>();

  void equal(String what, @Nullable Object found, @Nullable Object expected) {
    if (expected == null ? found != null : !expected.equals(found)) {
      lines.add(what + " is `" + shown(found) + "`, not `" + shown(expected) + "`");
    }
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      lines.add(otherwise);
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** A whole seccomp profile is no help in a message. */
  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
