package dev.portcullis.host.http.routes;

import java.util.List;

/** Names of Linux signals, as on x86 and ARM. */
final class SignalName {
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** The first real-time signal that the C library leaves to programs. */
  private static final int FIRST_REAL_TIME = 34;

  private SignalName() {}

  static String of(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    return number >= FIRST_REAL_TIME && number <= 64
        ? "SIGRTMIN+" + (number - FIRST_REAL_TIME)
        : "SIG" + number;
  }
}
