package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Usage;
import java.time.Duration;

/** The payload of an {@code EXIT} frame: how the program ended and what it used. */
record ExitFrame(Exit exit, Usage usage, long stdoutBytes, long stderrBytes) {
  private static final long MAX_MICROSECONDS = Duration.ofDays(30).toNanos() / 1000;
  private static final long MAX_COUNT = Integer.MAX_VALUE;

  static ExitFrame of(Bytes payload) throws RunnerLostException {
    JsonFields fields = JsonFields.of(FrameType.EXIT, payload);
    String cause = fields.text("cause", 32);
    int code = (int) fields.number("code", 0, 255);
    int signal = (int) fields.number("signal", 0, 64);
    if (code != 0 && signal != 0) {
      throw fields.bad("signal");
    }
    Usage usage =
        new Usage(
            Duration.ofNanos(1000 * fields.number("wall_us", 0, MAX_MICROSECONDS)),
            Duration.ofNanos(1000 * fields.number("cpu_us", 0, MAX_MICROSECONDS)),
            fields.number("peak_memory_bytes", 0, Long.MAX_VALUE));
    long stdoutBytes = fields.number("stdout_bytes", 0, Long.MAX_VALUE);
    long stderrBytes = fields.number("stderr_bytes", 0, Long.MAX_VALUE);
    long oomKills = fields.number("oom_kills", 0, MAX_COUNT);
    long pidsEvents = fields.number("pids_events", 0, MAX_COUNT);
    fields.number("processes_killed", 0, MAX_COUNT);
    fields.end();
    Exit exit =
        switch (cause) {
          case "exited" -> exited(fields, code, signal);
          case "signaled" -> signaled(fields, code, signal);
          case "cancelled" -> stopped(Exit.Reason.CANCELLED, code, signal, "");
          case "timeout" -> stopped(Exit.Reason.TIMEOUT, code, signal, "");
          case "cpu_limit" -> stopped(Exit.Reason.CPU_LIMIT, code, signal, "");
          case "output_limit" -> stopped(Exit.Reason.OUTPUT_LIMIT, code, signal, "");
          case "out_of_memory" ->
              stopped(
                  Exit.Reason.OUT_OF_MEMORY, code, signal, oomKills + " killed for want of memory");
          case "workspace_full" -> stopped(Exit.Reason.WORKSPACE_FULL, code, signal, "");
          case "pids_limit" ->
              stopped(Exit.Reason.PIDS_LIMIT, code, signal, pidsEvents + " forks refused");
          case "seccomp" ->
              stopped(Exit.Reason.SECCOMP, code, signal, "ended by SIGSYS for a forbidden call");
          default -> throw fields.bad("cause");
        };
    return new ExitFrame(exit, usage, stdoutBytes, stderrBytes);
  }

  private static Exit exited(JsonFields fields, int code, int signal) throws RunnerLostException {
    if (signal != 0) {
      throw fields.bad("signal");
    }
    return new Exit.Exited(code);
  }

  private static Exit signaled(JsonFields fields, int code, int signal) throws RunnerLostException {
    if (signal == 0 || code != 0) {
      throw fields.bad("signal");
    }
    return new Exit.Signaled(signal);
  }

  private static Exit stopped(Exit.Reason reason, int code, int signal, String detail) {
    return new Exit.Stopped(reason, code, signal, detail);
  }
}
