package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.TileStore;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The tree that the last checkpoint was signed for, as it is found when a host starts. */
final class LastTree {
  private LastTree() {}

  /**
   * From the tiles or, where they are not whole, from the records.
   *
   * @throws JournalRefusedException if neither has the checkpoint's root
   */
  static TileStore of(Path directory, JournalReader journal, Checkpoint last)
      throws IOException, JournalRefusedException {
    if (last.size() > journal.lastSeq()) {
      throw new JournalRefusedException(
          "the journal ends with record "
              + journal.lastSeq()
              + ", and a checkpoint over "
              + last.size()
              + " was signed: records are missing");
    }
    Optional<TileStore> found = fromTiles(directory, last);
    return found.isPresent() ? found.get() : fromRecords(directory, journal, last);
  }

  /** Tiles are not synced: what a power failure left of them is not trusted, but compared. */
  private static Optional<TileStore> fromTiles(Path directory, Checkpoint last) {
    try {
      TileStore found = TileStore.open(directory, last.size());
      return found.root().equals(last.root()) ? Optional.of(found) : Optional.empty();
    } catch (IOException incomplete) {
      return Optional.empty();
    }
  }

  private static TileStore fromRecords(Path directory, JournalReader journal, Checkpoint last)
      throws IOException, JournalRefusedException {
    long first = journal.firstSeq();
    TileStore rebuilt =
        first == 1 ? TileStore.empty(directory) : TileStore.open(directory, first - 1);
    journal
        .cursor(first)
        .advance(
            Math.toIntExact(Math.max(0, last.size() - first + 1)),
            (_, line) -> rebuilt.append(TreeHash.ofLeaf(line)));
    if (rebuilt.size() != last.size() || !rebuilt.root().equals(last.root())) {
      throw new JournalRefusedException(
          "the journal is not what its checkpoint over " + last.size() + " records was signed for");
    }
    return rebuilt;
  }
}
