package dev.portcullis.host.audit.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.OpenExecutionJson;
import dev.portcullis.host.audit.line.RecordJson;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.line.SystemAction;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over a segment that checks its chain and remembers what is still open. */
final class SegmentScan {
  private final MessageDigest sha256 = Sha256.newDigest();
  private final SegmentFile segment;
  private final Map<String, byte[]> decided = new LinkedHashMap<>();
  private final Map<String, OpenExecution> inherited = new LinkedHashMap<>();
  private @Nullable Tip tip;
  private boolean beginning = true;
  private LocalDate day = LocalDate.EPOCH;

  private SegmentScan(SegmentFile segment, @Nullable Tip before) {
    this.segment = segment;
    this.tip = before;
  }

  /**
   * Reads all whole lines.
   *
   * @param before the record before the first one; null if nothing is known of it
   * @throws JournalRefusedException that names the first record that is not what it must be
   */
  static SegmentScan of(SegmentFile segment, @Nullable Tip before, LineReader lines)
      throws IOException, JournalRefusedException {
    SegmentScan scan = new SegmentScan(segment, before);
    long expected = segment.firstSeq();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      try {
        scan.take(line, expected);
      } catch (UnreadableLineException damaged) {
        throw new JournalRefusedException(
            "record " + expected + " in " + segment.name() + " is damaged: " + damaged.getMessage(),
            damaged);
      }
      expected++;
    }
    return scan;
  }

  /** Whether it has not even all the records that begin a segment, so that none is acknowledged. */
  boolean isBeginning() {
    return beginning;
  }

  Tip tip() {
    return tip == null ? new Tip(segment.firstSeq() - 1, Tip.GENESIS.hash()) : tip;
  }

  LocalDate day() {
    return day;
  }

  List<OpenExecution> open() throws JournalRefusedException {
    List<OpenExecution> open = new ArrayList<>(inherited.values());
    for (byte[] line : decided.values()) {
      try {
        open.add(OpenExecutionJson.of(RecordJson.parse(line)));
      } catch (UnreadableLineException damaged) {
        throw new JournalRefusedException(
            "a decided record in " + segment.name() + " is damaged: " + damaged.getMessage(),
            damaged);
      }
    }
    return open;
  }

  private void take(byte[] line, long expected) throws UnreadableLineException {
    LineFields fields = LineFields.of(line);
    if (fields.seq() != expected) {
      throw new UnreadableLineException("it says it is record " + fields.seq());
    }
    String hash = fields.digest(Hole.HASH);
    if (!fields.computeHash(sha256).equals(hash)) {
      throw new UnreadableLineException("its hash does not fit its content");
    }
    if (tip != null && !fields.digest(Hole.PREV_HASH).equals(tip.hash())) {
      throw new UnreadableLineException("it does not follow the record before it");
    }
    beginning = false;
    noteOpen(line, fields);
    tip = new Tip(expected, hash);
    day = day(fields);
  }

  private void noteOpen(byte[] line, LineFields fields) throws UnreadableLineException {
    String stage = fields.text("stage").orElse("");
    Optional<String> id = fields.text("id");
    if (stage.equals("decided") && id.isPresent()) {
      if (fields.raw("dry_run").isEmpty()
          && !fields.text("enforced").equals(Optional.of(Effect.BLOCK.text()))) {
        decided.put(id.get(), line);
      }
    } else if (stage.equals("finished") && id.isPresent()) {
      decided.remove(id.get());
      inherited.remove(id.get());
    } else if (fields.text("action").equals(Optional.of(SystemAction.SEGMENT))) {
      JsonNode facts = RecordJson.parse(line).path("facts");
      beginning = facts.path("more").asInt() > 0;
      for (JsonNode open : facts.path("open")) {
        OpenExecution execution = OpenExecutionJson.of(open);
        inherited.put(execution.id(), execution);
      }
    }
  }

  private static LocalDate day(LineFields fields) throws UnreadableLineException {
    String time = fields.text(Hole.TIME.field()).orElse("");
    try {
      return LocalDate.parse(time.substring(0, Math.min(10, time.length())));
    } catch (DateTimeException malformed) {
      throw new UnreadableLineException("its time is `" + time + "`");
    }
  }
}
