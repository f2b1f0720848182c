package dev.portcullis.host.quota;

import java.time.Duration;
import java.util.Optional;

/** Counts the requests of one caller, or one group of them, under one bound. */
interface Counter {
  /** Counts one in; where the bound is reached, how long to wait, and nothing is counted. */
  Optional<Duration> take();

  /** What was counted in has ended. */
  void leave();

  /** What was counted in is taken back. */
  void undo();

  /** How many more are let in now. */
  long remaining();
}
