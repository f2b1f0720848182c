package dev.portcullis.host.audit;

import java.io.IOException;
import java.util.OptionalLong;

/** Follows the journal as it grows. */
public interface AuditStream {
  /** Whether as many follow as the host takes. */
  boolean isBusy();

  /**
   * Gives records to {@code listener} until it wants no more, or the host stops. One that takes
   * long to take a record is waited for: nothing is queued for it.
   *
   * @param from number of the first; absent for those after now
   * @throws IOException if the journal cannot be read, or from {@code listener}
   */
  void follow(OptionalLong from, Listener listener) throws IOException, InterruptedException;

  /** Who follows. */
  interface Listener {
    /** The next record, its line without the line feed. */
    void take(long seq, byte[] line) throws IOException;

    /**
     * Nothing more is there for the moment; asked at least every second.
     *
     * @return whether to go on
     */
    boolean pause() throws IOException;
  }
}
