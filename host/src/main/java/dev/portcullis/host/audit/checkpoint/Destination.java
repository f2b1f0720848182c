package dev.portcullis.host.audit.checkpoint;

import java.io.IOException;

/** A place off this host where checkpoints are kept. */
public interface Destination {
  /** What it is, for people. */
  String name();

  /**
   * Has it keep one, within seconds.
   *
   * @throws IOException if it does not; it is offered the next one later
   */
  void publish(SignedCheckpoint signed) throws IOException, InterruptedException;
}
