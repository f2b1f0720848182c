package dev.portcullis.host.audit.index;

import java.io.IOException;

/** The journal as the index follows it. */
public interface Followed {
  /** Number of the last durable record; 0 if there is none. Never blocks. */
  long tip();

  /** Number of the first record there still is: retention removes archived ones. */
  long first() throws IOException;

  /**
   * Gives every durable line from number {@code seq} on, in order, without its line feed; from the
   * first one there is where those before it were archived and removed.
   *
   * @throws IOException if a file or a line cannot be read, or from {@code each}
   */
  void lines(long seq, LineTaker each) throws IOException;

  /** Takes one line. */
  @FunctionalInterface
  interface LineTaker {
    void take(byte[] line) throws IOException;
  }
}
