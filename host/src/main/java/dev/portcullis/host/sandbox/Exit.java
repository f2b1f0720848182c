package dev.portcullis.host.sandbox;

import java.util.Locale;

/** How an execution ended. Switched over without {@code default}. */
public sealed interface Exit {
  /** The program ended by itself. */
  record Exited(int code) implements Exit {}

  /** A signal ended the program; {@code signal} is its number. */
  record Signaled(int signal) implements Exit {}

  /**
   * A limit or the caller ended the program, or it ended non-zero (with {@code code} or {@code
   * signal}) after running into one.
   */
  record Stopped(Reason reason, int code, int signal, String detail) implements Exit {}

  /**
   * The runner or the engine went away, or the program was never started: nothing is known of the
   * program's own end.
   */
  record Lost(Loss loss, String detail) implements Exit {}

  /** Why a program was stopped, in the order in which they are considered. */
  enum Reason {
    CANCELLED,
    TIMEOUT,
    CPU_LIMIT,
    OUTPUT_LIMIT,
    OUT_OF_MEMORY,
    WORKSPACE_FULL,
    PIDS_LIMIT,
    SECCOMP
  }

  /** Which part was lost, or that it was never used. */
  enum Loss {
    RUNNER_LOST,
    ENGINE_LOST,
    HOST_LOST,
    REFUSED
  }

  /** The cause on the wire and in the journal, such as {@code out_of_memory}. */
  default String cause() {
    return switch (this) {
      case Exited(var _) -> "exited";
      case Signaled(var _) -> "signaled";
      case Stopped stopped -> stopped.reason().name().toLowerCase(Locale.ROOT);
      case Lost lost -> lost.loss().name().toLowerCase(Locale.ROOT);
    };
  }
}
