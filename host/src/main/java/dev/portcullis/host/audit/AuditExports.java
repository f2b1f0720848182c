package dev.portcullis.host.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives the journal away, record by record in bounded memory. An export is pinned to a checkpoint,
 * which covers everything acknowledged before it was asked for and stands at its very end: one that
 * has none was cut short.
 */
public interface AuditExports {
  /** Whether as many exports as the host takes are under way. */
  boolean isBusy();

  /**
   * Writes what is asked for and then the checkpoint.
   *
   * @throws IOException if the journal cannot be read, nobody takes the bytes any more, or there is
   *     no checkpoint
   */
  void write(Request request, OutputStream out) throws IOException, InterruptedException;

  /**
   * What to export, in the order of the journal.
   *
   * @param from not before
   * @param to before
   * @param limit how many records at most
   */
  record Request(Format format, Optional<Instant> from, Optional<Instant> to, long limit) {
    public Request {
      if (limit < 1) {
        throw new IllegalArgumentException("an export of no record");
      }
    }
  }

  /** The form of an export. */
  enum Format {
    /** One object: {@code items}, as they stand in the journal, and {@code checkpoint}. */
    JSON("application/json", "json"),
    /** The journal's own lines, and one with the checkpoint. */
    JSONL("application/x-ndjson", "jsonl"),
    /** One row a record, and one with the checkpoint. */
    CSV("text/csv; charset=utf-8", "csv"),
    /** OCSF API Activity, an event a line. */
    OCSF("application/x-ndjson", "ocsf.jsonl"),
    /** CloudEvents 1.0, one batch. */
    CLOUDEVENTS("application/cloudevents-batch+json", "cloudevents.json");

    private final String mediaType;
    private final String extension;

    Format(String mediaType, String extension) {
      this.mediaType = mediaType;
      this.extension = extension;
    }

    /** As in a query. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String mediaType() {
      return mediaType;
    }

    /** How the name of a file in this form ends. */
    public String extension() {
      return extension;
    }

    public static Optional<Format> of(String text) {
      return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
    }
  }
}
