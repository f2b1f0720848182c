package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.Limits;

/** One running isolated process tree, owned by exactly one caller, good for one program. */
public interface Sandbox extends AutoCloseable {
  /** What this sandbox was made for. */
  SandboxSpec spec();

  /** What was read back from inside and outside; it matched the profile. */
  Receipt receipt();

  /**
   * Lowers the kernel's ceilings of memory and processes to {@code limits}, exactly; the other
   * limits are the runner's to keep. {@link #run} does so itself where nobody did before.
   *
   * @return false if what already lives in the sandbox does not fit, and nothing changed
   * @throws EngineUnavailableException if the engine did not do it
   */
  boolean tighten(Limits limits) throws EngineUnavailableException, InterruptedException;

  /**
   * Runs {@code program} and blocks until it ended or a limit killed it. Called once.
   *
   * <p>Ends of every kind are outcomes: a lost runner is {@link Exit.Loss#RUNNER_LOST}. The host's
   * own clock kills the sandbox at the wall limit plus 2 s, whatever the runner says; that is a
   * timeout. A sandbox that is closed meanwhile ends as cancelled.
   *
   * @throws EngineUnavailableException if the engine was lost while the program ran
   */
  Outcome run(Program program, OutputSink sink)
      throws EngineUnavailableException, InterruptedException;

  /**
   * Asks the runner to kill the program; {@link #run} then returns {@link Exit.Reason#CANCELLED}.
   * Idempotent.
   */
  void cancel();

  /**
   * Whether the runner was still alive when last heard of; a waiting sandbox that is not is thrown
   * away.
   */
  boolean isAlive();

  /** Kills and removes everything this sandbox created. Idempotent, and never throws. */
  @Override
  void close();
}
