package dev.portcullis.host.sandbox;

import java.util.List;

/** Makes sandboxes. One per host; safe for use by many threads. */
public interface SandboxDriver extends AutoCloseable {
  /** The driver's name in answers and records, such as {@code docker}. */
  String name();

  /**
   * Creates a sandbox, starts its runner, and checks its receipt against the profile from inside
   * and outside.
   *
   * @throws EngineUnavailableException if the engine cannot be reached, refuses, or does not answer
   *     in time
   * @throws ReceiptDriftException if what was made is not what the profile says; it is destroyed
   *     already
   */
  Sandbox create(SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException;

  /** Checks what must hold before anything may run; never throws for a failing check. */
  List<PreflightCheck> preflight() throws InterruptedException;

  /**
   * Destroys what carries this home's ownership label and belongs to no live sandbox of this
   * driver.
   *
   * @return how many containers were removed
   */
  int sweep() throws EngineUnavailableException, InterruptedException;

  /** Destroys every sandbox of this driver, then lets go of the engine. */
  @Override
  void close();
}
