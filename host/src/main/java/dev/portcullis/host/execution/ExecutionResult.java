package dev.portcullis.host.execution;

import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an execution ended.
 *
 * @param queued how long it waited for a sandbox
 * @param sandbox where it ran; empty if it never had one
 * @param refusal why it did not start, where {@code exit} says {@code refused}
 */
public record ExecutionResult(
    Exit exit,
    Output stdout,
    Output stderr,
    List<Artifact> artifacts,
    Usage usage,
    Duration queued,
    Optional<SandboxUsed> sandbox,
    Optional<Refusal> refusal) {
  public ExecutionResult {
    artifacts = List.copyOf(artifacts);
  }

  /** Of what was admitted and refused before its program started. */
  static ExecutionResult refused(Refusal refusal, Duration queued) {
    return withoutSandbox(
        new Exit.Lost(Exit.Loss.REFUSED, refusal.detail()), queued, Optional.of(refusal));
  }

  /** Of what ended before its program started, or of whose program nothing is known. */
  static ExecutionResult withoutProgram(Exit exit, Duration queued) {
    return withoutSandbox(exit, queued, Optional.empty());
  }

  private static ExecutionResult withoutSandbox(
      Exit exit, Duration queued, Optional<Refusal> refusal) {
    return new ExecutionResult(
        exit, Output.NONE, Output.NONE, List.of(), Usage.NONE, queued, Optional.empty(), refusal);
  }

  /** What a program wrote, up to its limit. */
  public record Output(Bytes bytes, boolean truncated) {
    /** Nothing was written. */
    public static final Output NONE = new Output(Bytes.EMPTY, false);
  }

  /** The sandbox a program ran in. */
  public record SandboxUsed(String driver, String profile, String imageId, Receipt receipt) {}
}
