package dev.portcullis.host.audit.export;

import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.SignedCheckpoint;
import dev.portcullis.host.audit.journal.JournalCursor;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.line.AuditTime;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.line.UnreadableLineException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Exports of a journal, a few at a time. */
public final class JournalExports implements AuditExports {
  private static final int AT_ONCE = 4;
  private static final int A_ROUND = 4_096;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final JournalReader journal;
  private final CheckpointLog checkpoints;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public JournalExports(JournalReader journal, CheckpointLog checkpoints, InstantSource clock) {
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.clock = clock;
  }

  @Override
  public boolean isBusy() {
    return places.availablePermits() == 0;
  }

  @Override
  public void write(Request request, OutputStream out) throws IOException, InterruptedException {
    if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("as many exports as the host takes are under way");
    }
    try {
      SignedCheckpoint pinned =
          checkpoints
              .covering(journal.lastSeq(), PATIENCE)
              .orElseThrow(() -> new IOException("no checkpoint was signed yet"));
      OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      write(request, pinned, buffered);
      buffered.flush();
    } finally {
      places.release();
    }
  }

  private void write(Request request, SignedCheckpoint pinned, OutputStream out)
      throws IOException {
    RecordFormat format = format(request.format(), pinned.checkpoint().origin(), out);
    Written written = new Written(request, format);
    format.begin();
    JournalCursor cursor = journal.cursor(1);
    long size = pinned.checkpoint().size();
    while (cursor.next() <= size && written.records < request.limit()) {
      int most = (int) Math.min(A_ROUND, size - cursor.next() + 1);
      if (cursor.advance(most, written::take) == 0) {
        throw new IOException("record " + cursor.next() + " is not there any more");
      }
    }
    format.end(
        new Pin(
            pinned.checkpoint().origin(),
            pinned.note(),
            size,
            written.records,
            written.firstSeq,
            written.lastSeq,
            AuditTime.truncate(clock.instant())));
  }

  private static RecordFormat format(Format format, String origin, OutputStream out) {
    return switch (format) {
      case JSON -> new JsonForm(out);
      case JSONL -> new LinesForm(out);
      case CSV -> new CsvForm(out);
      case OCSF -> new OcsfForm(out, origin);
      case CLOUDEVENTS -> new CloudEventsForm(out, origin);
    };
  }

  /** What an export has so far. */
  private static final class Written {
    private final Request request;
    private final Optional<String> from;
    private final Optional<String> to;
    private final RecordFormat format;
    private long previous;
    private long records;
    private long firstSeq;
    private long lastSeq;

    Written(Request request, RecordFormat format) {
      this.request = request;
      // Times of one form compare as text.
      this.from = request.from().map(AuditTime::format);
      this.to = request.to().map(AuditTime::format);
      this.format = format;
    }

    void take(long seq, byte[] line) throws IOException {
      // It begins with the first there is; what goes after that would be a hole that nobody sees.
      if (previous != 0 && seq != previous + 1) {
        throw new IOException(
            "records " + (previous + 1) + " to " + (seq - 1) + " were removed meanwhile");
      }
      previous = seq;
      if (records == request.limit()) {
        return;
      }
      StoredRecord record;
      try {
        record = StoredRecord.of(line);
      } catch (UnreadableLineException damaged) {
        throw new IOException("a record cannot be read: " + damaged.getMessage(), damaged);
      }
      String time = record.text("time");
      if (from.filter(earliest -> time.compareTo(earliest) < 0).isPresent()
          || to.filter(end -> time.compareTo(end) >= 0).isPresent()) {
        return;
      }
      format.record(record);
      records++;
      firstSeq = firstSeq == 0 ? record.seq() : firstSeq;
      lastSeq = record.seq();
    }
  }
}
