package dev.portcullis.host.governance;

import dev.portcullis.host.audit.Journal;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the governance of a host stands on. */
public record Ground(
    GovernanceStore store,
    PolicyArchive archive,
    Journal journal,
    Offered offered,
    InstantSource clock) {
  /** That of now, by this principal. */
  KeptPolicy.Signature signature(String by) {
    return new KeptPolicy.Signature(clock.instant().truncatedTo(ChronoUnit.MILLIS), by);
  }
}
