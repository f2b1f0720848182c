package dev.portcullis.host.governance;

import java.time.Instant;
import java.util.Optional;

/**
 * A policy that is kept.
 *
 * @param bytes the size of its document
 * @param stored when and by whom it was brought here
 * @param activated when and by whom it was last made to rule; empty if it never was
 */
public record KeptPolicy(
    String digest, long bytes, Signature stored, Optional<Signature> activated) {

  /** When something was done, and by which principal. */
  public record Signature(Instant at, String by) {}
}
