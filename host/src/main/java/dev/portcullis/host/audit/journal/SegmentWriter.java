package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.line.AuditTime;
import dev.portcullis.host.audit.line.LineBuffer;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.line.SystemAction;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches, begins and ends segments, and mends what a failed write left. Used by the writing
 * thread only, but for {@link #durable}.
 *
 * <p>After a failed write or sync nothing is known of the bytes behind the last durable record, and
 * the kernel will not say again: the segment is cut back to what was acknowledged, read back, and
 * closed for good. The next one is begun in the space set aside, so that reserved records go on
 * where the disk is full; others are refused until the space can be set aside anew.
 */
final class SegmentWriter {
  private final Path directory;
  private final JournalSettings settings;
  private final HostIdentity host;
  private final InstantSource clock;
  private final Spare spare;
  private final OpenSet open;
  private final MessageDigest sha256 = Sha256.newDigest();
  private final LineBuffer buffer = new LineBuffer();
  private final List<Staged> staged = new ArrayList<>();

  /** What the journal has to say about itself and could not yet. */
  private final List<AuditRecord> owed = new ArrayList<>();

  private final LateRecords late = new LateRecords();

  private @Nullable ActiveSegment segment;
  private LocalDate day;
  private Tip tip;
  private @Nullable String broken;
  private @Nullable String crowded;
  private volatile Durable durable;

  /** Since when the disk is waited for, by the monotonic clock; 0 while it is not. */
  private volatile long busySince;

  private record Staged(Pending pending, Tip tip, Instant time) {}

  /**
   * What readers may see.
   *
   * @param segment the one being written; absent before the first
   * @param position where its durable part ends
   * @param unavailable why no record is taken, or null
   */
  record Durable(
      Tip tip, @Nullable SegmentFile segment, long position, @Nullable String unavailable) {}

  SegmentWriter(
      Path directory,
      JournalSettings settings,
      HostIdentity host,
      InstantSource clock,
      Recovery found)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.host = host;
    this.clock = clock;
    this.spare = new Spare(directory, settings.spareBytes());
    this.open = new OpenSet(found.open());
    this.tip = found.tip();
    this.day = found.day();
    this.segment =
        found.last().isPresent() ? ActiveSegment.at(found.last().get(), found.position()) : null;
    found.dropped().ifPresent(dropped -> owed.add(dropped.notice()));
    this.crowded = "the space for outcomes is not set aside yet";
    this.durable = new Durable(tip, null, 0, crowded);
    heal();
    publish();
  }

  /** Everything that is on disk. */
  Durable durable() {
    return durable;
  }

  /** Makes these durable and answers each; an empty batch only looks whether a trouble is gone. */
  void commit(List<Pending> batch) {
    busySince = System.nanoTime() | 1;
    try {
      commitNow(batch);
    } finally {
      busySince = 0;
    }
  }

  /** That the disk has not answered for longer than that. Never blocks. */
  Optional<String> stuck(Duration patience) {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > patience.toNanos()
        ? Optional.of("the disk has not answered for more than " + patience.toMillis() + " ms")
        : Optional.empty();
  }

  private void commitNow(List<Pending> batch) {
    heal();
    List<Pending> left = refuseWhatCannotBeTaken(batch);
    try {
      write(left);
    } catch (IOException failure) {
      fail(failure);
      heal();
      left = refuseWhatCannotBeTaken(left);
      try {
        write(left);
      } catch (IOException again) {
        fail(again);
        refuseWhatCannotBeTaken(left);
      }
    }
    publish();
  }

  void close() {
    try {
      if (segment != null && broken == null) {
        segment.retire();
      }
    } catch (IOException failure) {
      fail(failure);
    }
    publish();
  }

  /** Those that can be written now; the others are answered with the reason. */
  private List<Pending> refuseWhatCannotBeTaken(List<Pending> batch) {
    if (broken == null && crowded == null) {
      return batch;
    }
    List<Pending> taken = new ArrayList<>();
    for (Pending pending : batch) {
      if (pending.done().isDone()) {
        continue;
      }
      if (broken == null && pending.reserved()) {
        taken.add(pending);
      } else {
        pending
            .done()
            .completeExceptionally(
                new AuditUnavailableException(String.valueOf(broken == null ? crowded : broken)));
      }
    }
    return taken;
  }

  private void write(List<Pending> batch) throws IOException {
    if (batch.isEmpty() && owed.isEmpty()) {
      return;
    }
    Instant now = AuditTime.truncate(clock.instant());
    beginSegmentIfDue(now);
    int said = owed.size();
    owed.forEach(notice -> stage(Pending.of(notice, host, true), now));
    flush();
    owed.subList(0, said).clear();
    Set<String> ending = new HashSet<>();
    for (Pending pending : batch) {
      if (pending.done().isDone()) {
        continue;
      }
      if (late.settle(pending)) {
        continue;
      }
      if (pending.record() instanceof AuditRecord.Finished finished
          && (!open.contains(finished.id()) || !ending.add(finished.id()))) {
        pending
            .done()
            .completeExceptionally(
                new IllegalStateException(finished.id() + " is not open: it cannot finish"));
        continue;
      }
      stage(pending, now);
      if (buffer.isFull()) {
        flush();
      }
    }
    flush();
  }

  private void stage(Pending pending, Instant now) {
    Tip before = staged.isEmpty() ? tip : staged.getLast().tip();
    staged.add(new Staged(pending, pending.draft().complete(before, now, sha256, buffer), now));
  }

  private void flush() throws IOException {
    if (staged.isEmpty() || segment == null) {
      return;
    }
    try {
      segment.append(buffer.toWrite());
      tip = staged.getLast().tip();
      staged.forEach(written -> open.note(written.pending().record()));
      publish();
      for (Staged written : staged) {
        Appended appended = new Appended(written.tip().seq(), written.tip().hash(), written.time());
        if (!written.pending().done().complete(appended)) {
          owed.addAll(late.noticed(written.pending().record(), appended));
        }
      }
    } finally {
      staged.clear();
      buffer.clear();
    }
  }

  private void beginSegmentIfDue(Instant now) throws IOException {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (segment == null) {
      begin(ActiveSegment.create(next()), now);
    } else if (crowded == null
        && (segment.position() >= settings.segmentBytes() || !today.equals(day))) {
      segment.retire();
      segment = null;
      begin(ActiveSegment.create(next()), now);
    }
  }

  private SegmentFile next() {
    return SegmentFile.in(directory, tip.seq() + 1);
  }

  private void begin(ActiveSegment fresh, Instant now) throws IOException {
    segment = fresh;
    day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (AuditRecord record : open.beginning()) {
      stage(Pending.of(record, host, true), now);
      if (buffer.isFull()) {
        flush();
      }
    }
    flush();
  }

  private void fail(IOException failure) {
    staged.clear();
    buffer.clear();
    broken = "the journal could not be written: " + reason(failure);
    publish();
  }

  /** Tries to take records again; what still is in the way is said by the state. */
  private void heal() {
    if (broken != null) {
      try {
        mend(broken);
        broken = null;
      } catch (IOException failure) {
        broken = "the journal cannot be written: " + reason(failure);
        staged.clear();
        buffer.clear();
        publish();
        return;
      }
    }
    if (crowded != null) {
      try {
        spare.prepare();
        crowded = null;
      } catch (IOException failure) {
        crowded = "the space for outcomes cannot be set aside: " + reason(failure);
      }
      publish();
    }
  }

  private void mend(String why) throws IOException {
    if (segment != null) {
      segment.mend(tip);
      segment = null;
    }
    boolean fromSpare = spare.isReady();
    if (fromSpare) {
      crowded = "the space for outcomes is in use";
    }
    begin(
        fromSpare ? spare.become(next()) : ActiveSegment.create(next()),
        AuditTime.truncate(clock.instant()));
    owed.add(new AuditRecord.SystemEvent(SystemAction.RECOVERY, Map.of("after", why)));
  }

  private void publish() {
    durable =
        new Durable(
            tip,
            segment == null ? null : segment.file(),
            segment == null ? 0 : segment.position(),
            broken == null ? crowded : broken);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
