package dev.portcullis.host.sandbox;

import java.time.Duration;

/** Where the one path gets its sandboxes from. */
public interface Sandboxes {
  /** The driver's name in answers and records. */
  String driverName();

  /**
   * Waits for a sandbox in which {@code spec} can be carried out, no longer than {@code patience},
   * fairly between principals. It is the caller's own, and the caller closes it.
   *
   * @throws EngineUnavailableException if the engine cannot make one
   * @throws ReceiptDriftException if what it made was not what the profile says
   */
  Lease lease(SandboxSpec spec, String principal, Duration patience)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException;
}
