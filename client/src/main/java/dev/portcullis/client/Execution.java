package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One program, run once.
 *
 * @param status {@code queued}, {@code running} or {@code finished}; empty for a dry run
 * @param exit how it ended; null until then
 * @param refusal why it was stopped before it started; null where it was not
 * @param stdoutEncoding {@code utf-8}, or {@code base64} where the bytes are not
 * @param stdoutTruncated whether the program wrote more than is here
 * @param sandbox what it ran in, with the receipt that was read back; null where nothing ran
 */
public record Execution(
    String id,
    String status,
    @Nullable String language,
    @Nullable Exit exit,
    @Nullable Refusal refusal,
    String stdout,
    String stdoutEncoding,
    boolean stdoutTruncated,
    String stderr,
    String stderrEncoding,
    boolean stderrTruncated,
    List<Artifact> artifacts,
    @Nullable Limits limits,
    @Nullable Usage usage,
    @Nullable Decision decision,
    @Nullable Sandbox sandbox,
    @Nullable String principal,
    @Nullable String createdAt,
    @Nullable String traceId) {
  public Execution {
    id = Wire.text(id, "");
    status = Wire.text(status, "");
    stdout = Wire.text(stdout, "");
    stdoutEncoding = Wire.text(stdoutEncoding, "utf-8");
    stderr = Wire.text(stderr, "");
    stderrEncoding = Wire.text(stderrEncoding, "utf-8");
    artifacts = Wire.list(artifacts);
  }

  /** What the program wrote to its standard output, byte for byte. */
  public byte[] stdoutBytes() {
    return Content.decode(stdout, stdoutEncoding);
  }

  /** What the program wrote to its standard error, byte for byte. */
  public byte[] stderrBytes() {
    return Content.decode(stderr, stderrEncoding);
  }

  /** Whether it came to its end, whichever that was. */
  public boolean finished() {
    return "finished".equals(status);
  }

  /**
   * How it ended.
   *
   * @param cause such as {@code exited}, {@code timeout}, {@code out_of_memory}, {@code refused}
   * @param signal the signal's name, such as {@code SIGKILL}
   */
  public record Exit(
      String cause, @Nullable Integer code, @Nullable String signal, @Nullable String detail) {
    public Exit {
      cause = Wire.text(cause, "");
    }
  }

  /**
   * A file the program left and the caller asked for.
   *
   * @param skipped why it was not taken; null where it was, and then the rest is not
   */
  public record Artifact(
      String path,
      @Nullable Long sizeBytes,
      @Nullable String sha256,
      @Nullable String mediaType,
      @Nullable String href,
      @Nullable String skipped) {}

  /**
   * Why an admitted program was not started.
   *
   * @param code the problem's code
   */
  public record Refusal(String code, String detail) {}

  /** What it took. */
  public record Usage(long wallMs, long cpuMs, long peakMemoryBytes, long queuedMs) {}

  /**
   * What it ran in.
   *
   * @param receipt what was read back of the confinement, as the host reports it
   */
  public record Sandbox(String driver, String profile, String imageId, JsonNode receipt) {}
}
