package dev.portcullis.host.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of the signals that the host names, as on x86 and ARM. */
final class SignalNumber {
  /** Bad system call: what seccomp kills with. */
  static final int SYS = 31;

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");
  private static final int FIRST_REAL_TIME = 34;

  private SignalNumber() {}

  /** The number of {@code SIGKILL}, {@code SIGRTMIN+3} or {@code SIG33}; 0 if it is none. */
  static int of(@Nullable String name) {
    if (name == null) {
      return 0;
    }
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    if (bare.matches("\\d{1,2}")) {
      return Integer.parseInt(bare);
    }
    if (bare.matches("RTMIN\\+\\d{1,2}")) {
      return FIRST_REAL_TIME + Integer.parseInt(bare.substring("RTMIN+".length()));
    }
    return NAMES.indexOf(bare) + 1;
  }
}
