package dev.portcullis.host.sandbox.pool;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.SandboxSpec;

/**
 * What is left for sandboxes, in number and in memory, and how many are being made. Not
 * thread-safe: the pool's lock guards it.
 */
final class Room {
  private final int most;
  private final long memoryBytes;
  private final int mostCreating;
  private int taken;
  private long takenBytes;
  private int creating;

  Room(int most, long memoryBytes, int mostCreating) {
    this.most = most;
    this.memoryBytes = memoryBytes;
    this.mostCreating = mostCreating;
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

  /** Whether one may be made now. */
  boolean mayMake(SandboxSpec spec) {
    return creating < mostCreating && has(spec);
  }

  /** Reserves a place for one that is going to be made; {@link #made} follows. */
  void make(SandboxSpec spec) {
    creating++;
    taken++;
    takenBytes += footprint(spec);
  }

  /** It was made, or its place is free again. */
  void made(SandboxSpec spec, boolean kept) {
    creating--;
    if (!kept) {
      give(spec);
    }
  }

  void give(SandboxSpec spec) {
    taken--;
    takenBytes -= footprint(spec);
  }

  int taken() {
    return taken;
  }
}
