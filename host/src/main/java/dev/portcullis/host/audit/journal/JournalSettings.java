package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.Draft;
import java.time.Duration;

/**
 * Sizes of a journal.
 *
 * @param segmentBytes a segment that has grown beyond this is followed by another; the last one is
 *     read when the journal is opened, so it bounds the time to start
 * @param reservations how many {@code finished} records may have their space reserved at once
 * @param patience how long the disk may take to answer before records are refused
 */
public record JournalSettings(long segmentBytes, int reservations, Duration patience) {
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  /** 16 MiB a segment, 512 reservations (about 33 MiB set aside), ten seconds for the disk. */
  public static final JournalSettings DEFAULT = new JournalSettings(16L << 20, 512);

  /** With ten seconds for the disk. */
  public JournalSettings(long segmentBytes, int reservations) {
    this(segmentBytes, reservations, USUAL_PATIENCE);
  }

  public JournalSettings {
    if (segmentBytes < Draft.MAX_LINE_BYTES || reservations < 1 || !patience.isPositive()) {
      throw new IllegalArgumentException("a segment holds a line, and one record can be reserved");
    }
  }

  /** All reserved records at their longest, and what begins the segment they go to. */
  long spareBytes() {
    return (reservations + 8L) * Draft.MAX_LINE_BYTES;
  }
}
