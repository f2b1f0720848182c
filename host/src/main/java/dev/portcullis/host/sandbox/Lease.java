package dev.portcullis.host.sandbox;

import java.time.Duration;

/** What came of asking for a sandbox. Switched over without {@code default}. */
public sealed interface Lease {
  /** A sandbox that serves this one caller and is then destroyed. */
  record Granted(Sandbox sandbox) implements Lease {}

  /** All are in use, and too many wait already or have waited too long; try again after a while. */
  record Saturated(Duration retryAfter) implements Lease {}
}
