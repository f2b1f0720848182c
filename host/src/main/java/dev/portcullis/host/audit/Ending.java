package dev.portcullis.host.audit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an execution ended and what it left. Times in milliseconds.
 *
 * @param cause such as {@code exited}, {@code timeout} or {@code refused}
 * @param code the exit code, where there is one
 * @param signal the signal's number, where there is one
 * @param problem for the cause {@code refused}, the code of the problem the caller got
 * @param stdout what the program wrote, by digest; absent if it never ran
 */
public record Ending(
    String cause,
    OptionalInt code,
    OptionalInt signal,
    Optional<String> detail,
    Optional<String> problem,
    long wallMs,
    long cpuMs,
    long peakMemoryBytes,
    long queuedMs,
    Optional<OutputDigest> stdout,
    Optional<OutputDigest> stderr,
    List<ArtifactDigest> artifacts) {
  public Ending {
    artifacts = List.copyOf(artifacts);
  }

  /** Of what never ran, or of which nothing is known, such as {@code host_lost}. */
  public static Ending unknown(String cause, String detail) {
    return neverRan(cause, Optional.of(detail), Optional.empty(), 0);
  }

  /** Of what was admitted and then refused with the problem of that code. */
  public static Ending refused(String problem, Optional<String> detail, long queuedMs) {
    return neverRan("refused", detail, Optional.of(problem), queuedMs);
  }

  private static Ending neverRan(
      String cause, Optional<String> detail, Optional<String> problem, long queuedMs) {
    return new Ending(
        cause,
        OptionalInt.empty(),
        OptionalInt.empty(),
        detail,
        problem,
        0,
        0,
        0,
        queuedMs,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** What was written to one stream, as far as it was kept. */
  public record OutputDigest(String sha256, long bytes) {}

  /** One file read back; its path is a name in the sandbox. */
  public record ArtifactDigest(String path, long bytes, String sha256) {}
}
