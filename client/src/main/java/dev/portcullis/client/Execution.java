package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One program, run once.
 *
 * @param status {@code queued}, {@code running}, {@code finished}; {@code decided} for a dry run
 * @param exit how it ended; null until then
 * @param stdoutEncoding {@code utf-8}, or {@code base64} where the bytes are not
 * @param stdoutTruncated whether the program wrote more than is here
 * @param sandbox what it ran in, with the receipt that was read back; null where nothing ran
 */
public record Execution(
    String id,
    String status,
    @Nullable Exit exit,
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
   * @param signal the signal's name or number as the host writes it
   */
  public record Exit(
      String cause, @Nullable Integer code, @Nullable String signal, @Nullable String detail) {
    public Exit {
      cause = Wire.text(cause, "");
    }
  }

  /** A file the program left and the caller asked for. */
  public record Artifact(
      String path, long sizeBytes, String sha256, String mediaType, String href) {}

  /** What it took. */
  public record Usage(long wallMs, long cpuMs, long peakMemoryBytes, long queuedMs) {}

  /**
   * What it ran in.
   *
   * @param receipt what was read back of the confinement, as the host reports it
   */
  public record Sandbox(String driver, String profile, String imageId, JsonNode receipt) {}
}
