package dev.portcullis.host.sandbox.pool;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.SandboxSpec;

/**
 * What is left for sandboxes, in number and in memory. Not thread-safe: the pool's lock guards it.
 */
final class Room {
  private final int most;
  private final long memoryBytes;
  private int taken;
  private long takenBytes;

  Room(int most, long memoryBytes) {
    this.most = most;
    this.memoryBytes = memoryBytes;
  }

  /** What a sandbox may use of the machine's memory, its files included. */
  static long footprint(SandboxSpec spec) {
    Profile profile = spec.profile();
    Limits limits = spec.limits();
    return limits.memory().bytes()
        + limits.workspace().bytes()
        + profile.tmp().bytes()
        + profile.sharedMemory().bytes();
  }

  /** Whether it would fit if nothing else were there. */
  boolean couldHold(SandboxSpec spec) {
    return footprint(spec) <= memoryBytes;
  }

  boolean has(SandboxSpec spec) {
    return taken < most && footprint(spec) <= memoryBytes - takenBytes;
  }

  void take(SandboxSpec spec) {
    taken++;
    takenBytes += footprint(spec);
  }

  void give(SandboxSpec spec) {
    taken--;
    takenBytes -= footprint(spec);
  }

  int taken() {
    return taken;
  }
}
