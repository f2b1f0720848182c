package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.Optional;

/**
 * Finds and counts records. Every question sees at least the records that were acknowledged before
 * it was asked: it waits for the index where that is a little behind.
 */
public interface AuditIndex {
  /**
   * One page, the newest records first.
   *
   * @throws TooGeneralException if the text begins more words than can be looked for
   * @throws IndexUnavailableException if the index is away, or too far behind to wait for
   */
  RecordPage find(RecordQuery query)
      throws TooGeneralException, IndexUnavailableException, InterruptedException;

  /**
   * What the records of a time come to.
   *
   * @param from not before
   * @param to before
   * @param top how many values of each dimension are named
   */
  AuditSummary summary(Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException, InterruptedException;

  /** The values of one dimension; the most frequent first. */
  AuditSummary.Counts counts(
      Dimension dimension, Optional<Instant> from, Optional<Instant> to, int top)
      throws IndexUnavailableException, InterruptedException;

  /** A text to find begins too many words. */
  final class TooGeneralException extends Exception {
    private static final long serialVersionUID = 1L;

    public TooGeneralException(String message) {
      super(message);
    }
  }
}
