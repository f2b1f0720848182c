package dev.portcullis.host.audit.index;

import dev.portcullis.host.store.IndexDatabase;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Makes an index anew, all at once; nobody else has it open. */
public final class Reindex {
  private static final int A_STEP = 1_000;

  private Reindex() {}

  /**
   * Throws away what is there and reads the whole journal.
   *
   * @param replace also the index of another host's journal
   * @param progress is told the number of a record now and then, and of the last one
   * @return how many records there are in the index
   * @throws ForeignIndexException if it is another's and {@code replace} was not said
   * @throws IOException if the journal cannot be read
   */
  public static long all(
      IndexLocation location,
      String instance,
      Followed journal,
      boolean replace,
      LongConsumer progress)
      throws IOException, ForeignIndexException {
    if (!replace) {
      requireOwn(location, instance);
    }
    IndexDatabase.clear(location);
    try (OpenIndex index = OpenIndex.open(location, instance)) {
      journal.lines(
          1,
          line -> {
            index.add(line);
            if (index.tail().last() % A_STEP == 0) {
              progress.accept(index.tail().last());
            }
          });
      index.flush();
      Tail tail = index.tail();
      progress.accept(tail.last());
      return tail.first() == 0 ? 0 : tail.last() - tail.first() + 1;
    }
  }

  private static void requireOwn(IndexLocation location, String instance)
      throws ForeignIndexException, IOException {
    try {
      OpenIndex.open(location, instance).close();
    } catch (RuntimeException failed) {
      if (!(failed instanceof UnfitIndexException) && !IndexDatabase.isDamage(failed)) {
        throw failed;
      }
    }
  }
}
