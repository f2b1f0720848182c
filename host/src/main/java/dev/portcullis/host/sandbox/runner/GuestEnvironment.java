package dev.portcullis.host.sandbox.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole environment of a program: a fixed part, and over it what the caller gave. */
final class GuestEnvironment {
  private static final Map<String, String> FIXED =
      Map.of(
          "PATH", "/usr/local/bin:/usr/bin:/bin",
          "HOME", "/workspace",
          "LANG", "C.UTF-8",
          "USER", "sandbox");

  /**
   * Variables that an interpreter, the loader or the C library reads once, at its start: one that
   * was started before it knew of them would not heed them.
   */
  private static final List<String> READ_AT_START =
      List.of(
          "PYTHON",
          "NODE_OPTIONS",
          "LD_",
          "TZ",
          "LANG",
          "LC_",
          "GLIBC_TUNABLES",
          "MALLOC_",
          "HOME");

  private GuestEnvironment() {}

  /** Sorted {@code NAME=VALUE}. */
  static List<String> of(Map<String, String> given) {
    Map<String, String> all = new TreeMap<>(FIXED);
    given.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("a variable's name is not empty and holds no `=`");
          }
          all.put(name, value);
        });
    List<String> lines = new ArrayList<>();
    all.forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  /** Whether an interpreter that already runs is as good as one started with {@code given}. */
  static boolean suitsStandby(Map<String, String> given) {
    return given.entrySet().stream()
        .allMatch(
            variable ->
                variable.getValue().equals(FIXED.get(variable.getKey()))
                    || READ_AT_START.stream().noneMatch(variable.getKey()::startsWith));
  }
}
