package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.governor.replay.Replay;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.line.UnreadableLineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Makes the decisions of a journal again, one record in memory at a time. */
public final class JournalReplay {
  private final Replay replay;
  private final Span span;
  private final LongConsumer progress;
  private long bytes;

  /**
   * Which decisions.
   *
   * @param from those recorded at this time or later
   * @param to those recorded before this time
   */
  public record Span(Optional<Instant> from, Optional<Instant> to) {
    /** All of them. */
    public static final Span EVERYTHING = new Span(Optional.empty(), Optional.empty());

    boolean holds(Instant time) {
      return (from.isEmpty() || !time.isBefore(from.get()))
          && (to.isEmpty() || time.isBefore(to.get()));
    }
  }

  private JournalReplay(Replay replay, Span span, LongConsumer progress) {
    this.replay = replay;
    this.span = span;
    this.progress = progress;
  }

  /**
   * What {@code candidate} would have decided otherwise.
   *
   * @param settings whose thresholds and toggles it is judged under
   * @param progress told how many bytes of the journal are done, after every record
   * @throws IOException if a file or a record cannot be read
   */
  public static DecisionDiff run(
      JournalReader journal,
      Governor candidate,
      Settings settings,
      Span span,
      LongConsumer progress)
      throws IOException {
    JournalReplay run = new JournalReplay(new Replay(candidate, settings), span, progress);
    journal.linesFrom(
        1,
        (seq, line) -> {
          try {
            run.take(line);
          } catch (UnreadableLineException | DateTimeException damaged) {
            throw new IOException(
                "record " + seq + " cannot be read: " + damaged.getMessage(), damaged);
          }
        });
    return run.replay.diff();
  }

  private void take(byte[] line) throws UnreadableLineException, InterruptedIOException {
    if (Thread.interrupted()) {
      throw new InterruptedIOException("stopped before the end of the journal");
    }
    LineFields fields = LineFields.of(line);
    if (fields.text("stage").equals(Optional.of("decided"))
        && span.holds(Instant.parse(fields.text("time").orElse("")))) {
      replay.add(RecordedDecision.read(StoredRecord.of(line).fields()));
    }
    bytes += line.length + 1L;
    progress.accept(bytes);
  }
}
