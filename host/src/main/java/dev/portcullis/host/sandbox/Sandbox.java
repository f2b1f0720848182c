package dev.portcullis.host.sandbox;

/** One running isolated process tree, owned by exactly one caller, good for one program. */
public interface Sandbox extends AutoCloseable {
  /** What this sandbox was made for. */
  SandboxSpec spec();

  /** What was read back from inside and outside; it matched the profile. */
  Receipt receipt();

  /**
   * Runs {@code program} and blocks until it ended or a limit killed it. Called once.
   *
   * <p>Ends of every kind are outcomes: a lost runner is {@link Exit.RunnerLost}. The host's own
   * clock kills the sandbox at the wall limit plus 2 s, whatever the runner says.
   *
   * @throws EngineUnavailableException if the engine was lost while the program ran
   */
  Outcome run(Program program, OutputSink sink)
      throws EngineUnavailableException, InterruptedException;

  /**
   * Asks the runner to kill the program; {@link #run} then returns {@link Exit.Cancelled}.
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
