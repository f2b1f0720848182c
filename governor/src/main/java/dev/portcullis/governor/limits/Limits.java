package dev.portcullis.governor.limits;

import java.time.Duration;

/**
 * Ceilings for one execution.
 *
 * @param wall elapsed time before the whole tree is killed, at least 1 ms
 * @param cpu user and system time of the whole tree, at least 1 ms
 * @param memory RAM of the whole tree without its files, at least 1 byte
 * @param pids threads and processes of the program, at least 1
 * @param output stdout and stderr each, at least 1 byte
 * @param workspace bytes of files under the working directory, at least 1 byte
 */
public record Limits(
    Duration wall, Duration cpu, ByteSize memory, int pids, ByteSize output, ByteSize workspace) {
  public Limits {
    requirePositive("wall", wall.toMillis());
    requirePositive("cpu", cpu.toMillis());
    requirePositive("memory", memory.bytes());
    requirePositive("pids", pids);
    requirePositive("output", output.bytes());
    requirePositive("workspace", workspace.bytes());
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + name + " limit is at least 1: " + value);
    }
  }
}
