package dev.portcullis.host.audit;

import java.io.IOException;

/** Compresses what is closed, and lets go of what was kept long enough. */
public interface AuditArchive {
  /**
   * Archives every closed segment, and removes the archived ones that are older than the host is
   * told to keep. On record before anything is removed.
   *
   * @throws DamagedSegmentException if a segment is not what was written; it then stays as it is,
   *     as do those after it
   * @throws IOException if a segment cannot be read or written; it then stays as it is
   */
  Outcome archive(Caller by) throws AuditUnavailableException, IOException;

  /**
   * What came of it.
   *
   * @param segments how many were archived now
   * @param bytes what they took before
   * @param archivedBytes what they take now
   * @param removed how many archived segments were removed
   * @param firstSeq number of the first record there still is
   */
  record Outcome(int segments, long bytes, long archivedBytes, int removed, long firstSeq) {}
}
