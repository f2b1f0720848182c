package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a log that proves itself. Nothing here checks a proof: that is for whoever does
 * not trust the host.
 */
public final class AuditLog {
  /** 256 entries of 64 KiB and their lengths. */
  private static final long MOST_TILE_BYTES = 256L * ((64 << 10) + 2);

  private static final Duration ARCHIVE_TIMEOUT = Duration.ofHours(1);

  private final Http http;
  private final Duration timeout;

  AuditLog(Http http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /** A record's line as it stands in the journal; empty if it is not there. */
  public Optional<byte[]> record(long seq)
      throws IOException, ProblemException, InterruptedException {
    return http.resource("/v1/audit/" + seq, MOST_TILE_BYTES, timeout);
  }

  /** That a record is under the last checkpoint. */
  public JsonNode inclusion(long seq) throws IOException, ProblemException, InterruptedException {
    return get("/v1/audit/" + seq + "/proof");
  }

  /**
   * That the log of {@code to} records begins with that of {@code from}.
   *
   * @param to null for the last checkpoint's
   */
  public JsonNode consistency(long from, @Nullable Long to)
      throws IOException, ProblemException, InterruptedException {
    return get("/v1/audit/consistency?from=" + from + (to == null ? "" : "&to=" + to));
  }

  /** The last signed checkpoint; empty before the first. */
  public Optional<byte[]> checkpoint() throws IOException, ProblemException, InterruptedException {
    return http.resource("/v1/audit/checkpoint", MOST_TILE_BYTES, timeout);
  }

  /** The public key that checks checkpoints, as this host tells it. */
  public Optional<byte[]> key() throws IOException, ProblemException, InterruptedException {
    return http.resource("/v1/audit/key", MOST_TILE_BYTES, timeout);
  }

  /** What C2SP tlog-tiles has under that path, such as {@code tile/0/000}; empty if it is gone. */
  public Optional<byte[]> tile(String path)
      throws IOException, ProblemException, InterruptedException {
    return http.resource("/v1/audit/tlog/" + path, MOST_TILE_BYTES, timeout);
  }

  /**
   * Copies an export to {@code out}, as it comes.
   *
   * @param parameters {@code format}, {@code from}, {@code to} and {@code limit}
   */
  public void export(Map<String, String> parameters, OutputStream out)
      throws IOException, ProblemException, InterruptedException {
    try (InputStream in =
        http.stream("/v1/audit/export" + Http.query(parameters), "*/*", Map.of(), timeout)) {
      in.transferTo(out);
    }
  }

  /**
   * The journal as it grows, as server-sent events, until it is closed.
   *
   * @param lastEventId where to go on; null for {@code from_seq}, or from now
   * @param parameters {@code from_seq}, {@code principal}, {@code action}, {@code decision}, {@code
   *     skill} and {@code stage}
   */
  public InputStream stream(@Nullable String lastEventId, Map<String, String> parameters)
      throws IOException, ProblemException, InterruptedException {
    return http.stream(
        "/v1/audit/stream" + Http.query(parameters),
        "text/event-stream",
        lastEventId == null ? Map.of() : Map.of("Last-Event-ID", lastEventId),
        timeout);
  }

  /** Compresses what is closed; what came of it. */
  public JsonNode archive() throws IOException, ProblemException, InterruptedException {
    return http.send("POST", "/v1/audit/archive", Map.of(), null, ARCHIVE_TIMEOUT).body();
  }

  private JsonNode get(String path) throws IOException, ProblemException, InterruptedException {
    return http.send("GET", path, Map.of(), null, timeout).body();
  }
}
