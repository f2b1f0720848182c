package dev.portcullis.host.audit.index;

/**
 * The newest records, those that are not in the database yet: a snapshot. What the database holds
 * beyond {@link #stored} is not part of it.
 *
 * @param first number of the first record of the index; 0 if there is none
 * @param stored number of the last record that the database holds for this snapshot
 * @param hash of the last record of all; empty before the first
 * @param entries shared with later snapshots, which only add behind {@link #size}
 * @param size how many of them belong to this one
 */
// A snapshot is never compared, and its array only grows behind its size.
@SuppressWarnings("ArrayRecordComponent")
record Tail(long first, long stored, String hash, Entry[] entries, int size) {
  /** Number of the last record of all. */
  long last() {
    return stored + size;
  }

  Entry at(int index) {
    return entries[index];
  }
}
