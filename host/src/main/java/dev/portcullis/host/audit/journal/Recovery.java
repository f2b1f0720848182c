package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.SystemAction;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.BackwardLineReader;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a journal is found to be when it is opened.
 *
 * @param last the segment to go on with; absent if there is none
 * @param position where it ends
 * @param day in which its last record was written
 * @param open executions without a {@code finished} record
 * @param dropped what an interrupted write had left, for the record of this recovery
 */
record Recovery(
    Tip tip,
    Optional<SegmentFile> last,
    long position,
    LocalDate day,
    List<OpenExecution> open,
    Optional<Dropped> dropped) {

  /** An incomplete last line, never acknowledged, which was cut off. */
  record Dropped(String segment, long offset, long bytes) {
    AuditRecord.SystemEvent notice() {
      return new AuditRecord.SystemEvent(
          SystemAction.RECOVERY,
          Map.of(
              "after", "an incomplete last line, never acknowledged, was dropped",
              "segment", segment,
              "offset", offset,
              "bytes", bytes));
    }
  }

  /**
   * Reads the last segment, checks its chain, and cuts off an incomplete last line.
   *
   * @throws JournalRefusedException if there is damage that no crash explains
   */
  static Recovery of(Path directory) throws IOException, JournalRefusedException {
    List<SegmentFile> segments = new ArrayList<>(SegmentFile.list(directory));
    @Nullable Dropped dropped = null;
    while (!segments.isEmpty()) {
      SegmentFile last = segments.getLast();
      @Nullable Tip before = tipBefore(segments);
      try (LineReader lines = LineReader.of(last)) {
        SegmentScan scan = SegmentScan.of(last, before, lines);
        long position = lines.offset();
        LineReader.Rest rest = lines.rest();
        if (!rest.harmless()) {
          throw new JournalRefusedException(
              last.name()
                  + " is damaged after record "
                  + scan.tip().seq()
                  + ", at byte "
                  + position);
        }
        if (rest.torn() > 0) {
          dropped = new Dropped(last.name(), position, rest.torn());
        }
        if (scan.isBeginning()) {
          // Begun, and nothing acknowledged in it: the one before goes on.
          Files.delete(last.path());
          SegmentFile.syncDirectory(directory);
          segments.removeLast();
          continue;
        }
        if (rest.length() > 0 && !last.isArchived()) {
          cut(last.path(), position);
        }
        // One that is archived already takes nothing more: the next begins after it.
        return new Recovery(
            scan.tip(),
            last.isArchived() ? Optional.empty() : Optional.of(last),
            last.isArchived() ? 0 : position,
            scan.day(),
            scan.open(),
            Optional.ofNullable(dropped));
      }
    }
    return new Recovery(
        Tip.GENESIS, Optional.empty(), 0, LocalDate.EPOCH, List.of(), Optional.ofNullable(dropped));
  }

  private static void cut(Path file, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(position);
      channel.force(true);
    }
  }

  /** The end of the segment before the last; null where the chain begins in the middle. */
  private static @Nullable Tip tipBefore(List<SegmentFile> segments)
      throws IOException, JournalRefusedException {
    SegmentFile last = segments.getLast();
    if (segments.size() == 1) {
      return last.firstSeq() == 1 ? Tip.GENESIS : null;
    }
    SegmentFile previous = segments.get(segments.size() - 2);
    Tip tip = lastOf(previous);
    if (tip.seq() + 1 != last.firstSeq()) {
      throw new JournalRefusedException(
          "after "
              + previous.name()
              + ", which ends with record "
              + tip.seq()
              + ", comes "
              + last.name());
    }
    return tip;
  }

  private static Tip lastOf(SegmentFile segment) throws IOException, JournalRefusedException {
    try (BackwardLineReader lines = BackwardLineReader.of(segment, Long.MAX_VALUE)) {
      byte[] line = lines.next();
      if (line == null) {
        throw new JournalRefusedException(segment.name() + " has no record");
      }
      LineFields fields = LineFields.of(line);
      return new Tip(fields.seq(), fields.digest(Hole.HASH));
    } catch (UnreadableLineException damaged) {
      throw new JournalRefusedException(
          "the last record of " + segment.name() + " cannot be read: " + damaged.getMessage(),
          damaged);
    }
  }
}
