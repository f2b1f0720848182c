package dev.portcullis.host.audit;

import java.util.Optional;

/**
 * Whether the journal takes records.
 *
 * @param unavailable why it takes none, for people; empty if it does
 * @param lastSeq number of the last durable record; 0 if there is none
 * @param lastHash its hash; 64 zeros if there is none
 * @param reserved how many {@code finished} records have their space reserved
 */
public record JournalState(
    Optional<String> unavailable, long lastSeq, String lastHash, int reserved) {
  /** Whether a record would be taken now. */
  public boolean isAvailable() {
    return unavailable.isEmpty();
  }
}
