package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.line.Draft;

/**
 * Sizes of a journal.
 *
 * @param segmentBytes a segment that has grown beyond this is followed by another; the last one is
 *     read when the journal is opened, so it bounds the time to start
 * @param reservations how many {@code finished} records may have their space reserved at once
 */
public record JournalSettings(long segmentBytes, int reservations) {
  /** 16 MiB a segment, 512 reservations (about 33 MiB set aside). */
  public static final JournalSettings DEFAULT = new JournalSettings(16L << 20, 512);

  public JournalSettings {
    if (segmentBytes < Draft.MAX_LINE_BYTES || reservations < 1) {
      throw new IllegalArgumentException("a segment holds a line, and one record can be reserved");
    }
  }

  /** All reserved records at their longest, and what begins the segment they go to. */
  long spareBytes() {
    return (reservations + 8L) * Draft.MAX_LINE_BYTES;
  }
}
