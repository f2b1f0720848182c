package dev.portcullis.host.audit.index;

import dev.portcullis.host.store.IndexDatabase;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * An index that is open: records are added by one thread, and many ask. New ones are kept in memory
 * until {@link #flush} writes them, all in one transaction, so that what the database holds is
 * always the index of the journal up to some record.
 */
final class OpenIndex implements AutoCloseable {
  /** Of the blobs in the database. */
  static final int FORMAT = 1;

  /** So many records are kept in memory at most: some 10 MB. */
  static final int MOST_IN_MEMORY = 16_384;

  private static final int LINES_AT_ONCE = 1_024;

  private final IndexDatabase database;
  private final Terms terms;
  private final LineCodec codec = new LineCodec();
  private volatile Tail tail;
  private @Nullable OpenChunk chunk;

  private OpenIndex(IndexDatabase database, Tail tail) {
    this.database = database;
    this.terms = new Terms(database.jdbi());
    this.tail = tail;
  }

  /**
   * Opens it, empty if there was none.
   *
   * @param instance whose journal it is of
   * @throws ForeignIndexException if it is of another host's journal
   * @throws UnfitIndexException if it is not of a form that this software knows
   * @throws IOException if it cannot be reached
   */
  static OpenIndex open(IndexLocation location, String instance)
      throws ForeignIndexException, IOException {
    IndexDatabase database = IndexDatabase.open(location);
    boolean opened = false;
    try {
      Head head = head(database.jdbi(), instance);
      if (!head.instance.equals(instance)) {
        throw new ForeignIndexException(location.shown(), head.instance);
      }
      if (head.format != FORMAT) {
        throw new UnfitIndexException("it is of format " + head.format);
      }
      OpenIndex index =
          new OpenIndex(database, new Tail(head.first, head.last, head.hash, new Entry[0], 0));
      opened = true;
      return index;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  private record Head(long format, String instance, long first, long last, String hash) {}

  private static Head head(Jdbi jdbi, String instance) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Head> found =
              handle
                  .createQuery(
                      "SELECT format, instance, first_seq, last_seq, last_hash FROM audit_index")
                  .map(
                      (row, _) ->
                          new Head(
                              row.getLong(1),
                              row.getString(2),
                              row.getLong(3),
                              row.getLong(4),
                              row.getString(5)))
                  .findOne();
          if (found.isEmpty()) {
            handle.execute(
                "INSERT INTO audit_index (one, format, instance, first_seq, last_seq, last_hash)"
                    + " VALUES (1, ?, ?, 0, 0, '')",
                FORMAT,
                instance);
          }
          return found.orElse(new Head(FORMAT, instance, 0, 0, ""));
        });
  }

  /** What it holds now. */
  Tail tail() {
    return tail;
  }

  Jdbi jdbi() {
    return database.jdbi();
  }

  Terms terms() {
    return terms;
  }

  /**
   * Adds the record that follows; {@link #flush}es first where memory is full.
   *
   * @throws IOException if the line does not follow the last one, or is no record
   */
  void add(byte[] line) throws IOException {
    if (tail.size() == MOST_IN_MEMORY) {
      flush();
    }
    LineFacts facts = LineFactsReader.read(line);
    Tail before = tail;
    boolean begins = before.first() == 0;
    if (!begins && (facts.seq() != before.last() + 1 || !facts.prevHash().equals(before.hash()))) {
      throw new IOException(
          "record "
              + facts.seq()
              + " of the journal does not follow record "
              + before.last()
              + ": `portcullis audit verify` says more");
    }
    Entry[] entries =
        before.size() < before.entries().length
            ? before.entries()
            : Arrays.copyOf(
                before.entries(), Math.min(MOST_IN_MEMORY, Math.max(64, 2 * before.size())));
    entries[before.size()] = entry(facts, line);
    tail =
        new Tail(
            begins ? facts.seq() : before.first(),
            begins ? facts.seq() - 1 : before.stored(),
            facts.hash(),
            entries,
            before.size() + 1);
  }

  private Entry entry(LineFacts facts, byte[] line) {
    return new Entry(
        facts.seq(),
        facts.time().toEpochMilli(),
        facts.terms().stream().mapToInt(terms::number).toArray(),
        facts.references().stream().mapToLong(Reference::of).toArray(),
        codec.compress(facts.seq(), line));
  }

  /** Writes what is only in memory. */
  void flush() {
    Tail written = tail;
    if (written.size() == 0) {
      return;
    }
    boolean done = false;
    try {
      database.jdbi().useTransaction(handle -> write(written, handle));
      done = true;
    } finally {
      if (!done) {
        // It holds records now that the database does not.
        chunk = null;
      }
    }
    terms.stored();
    tail = new Tail(written.first(), written.last(), written.hash(), new Entry[0], 0);
  }

  /** Forgets the records before that one, which are no longer in the journal. */
  void forgetBefore(long seq) {
    flush();
    Tail before = tail;
    if (before.first() == 0 || seq <= before.first() || seq > before.stored()) {
      return;
    }
    database
        .jdbi()
        .useTransaction(
            handle -> Forgetting.run(handle, terms.all(Dimension.DECISION), before.first(), seq));
    tail = new Tail(seq, before.stored(), before.hash(), new Entry[0], 0);
  }

  private void write(Tail written, Handle handle) {
    terms.store(handle);
    writeLines(written, handle);
    writeHours(written, handle);
    for (int i = 0; i < written.size(); i++) {
      Entry entry = written.at(i);
      long number = Positions.chunk(entry.seq());
      OpenChunk open = chunk;
      if (open == null || open.number() != number) {
        if (open != null) {
          open.store(handle);
        }
        boolean fresh =
            written.stored() < written.first() || Positions.chunk(written.stored()) != number;
        open = new OpenChunk(number, fresh);
        chunk = open;
      }
      open.add(entry, handle);
    }
    if (chunk != null) {
      chunk.store(handle);
    }
    handle.execute(
        "UPDATE audit_index SET first_seq = ?, last_seq = ?, last_hash = ?",
        written.first(),
        written.last(),
        written.hash());
  }

  private static void writeLines(Tail written, Handle handle) {
    PreparedBatch batch = handle.prepareBatch("INSERT INTO audit_line (seq, line) VALUES (?, ?)");
    for (int i = 0; i < written.size(); i++) {
      batch.add(written.at(i).seq(), written.at(i).line());
      if (batch.size() == LINES_AT_ONCE || i + 1 == written.size()) {
        batch.execute();
      }
    }
  }

  private void writeHours(Tail written, Handle handle) {
    Map<Integer, Integer> columns = new HashMap<>();
    terms
        .all(Dimension.DECISION)
        .forEach(
            (value, number) ->
                columns.put(
                    number,
                    switch (value) {
                      case "allow" -> 1;
                      case "warn" -> 2;
                      default -> 3;
                    }));
    Map<Long, long[]> hours = new HashMap<>();
    for (int i = 0; i < written.size(); i++) {
      long[] counts = hours.computeIfAbsent(Hours.hour(written.at(i).time()), _ -> new long[4]);
      counts[0]++;
      for (int term : written.at(i).terms()) {
        Integer column = columns.get(term);
        if (column != null) {
          counts[column]++;
        }
      }
    }
    hours.forEach(
        (hour, counts) ->
            handle.execute(
                "INSERT INTO audit_hour (hour, records, allowed, warned, blocked)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (hour) DO UPDATE SET"
                    + " records = audit_hour.records + excluded.records,"
                    + " allowed = audit_hour.allowed + excluded.allowed,"
                    + " warned = audit_hour.warned + excluded.warned,"
                    + " blocked = audit_hour.blocked + excluded.blocked",
                hour,
                counts[0],
                counts[1],
                counts[2],
                counts[3]));
  }

  /** Forgets what was not flushed: it is in the journal. */
  @Override
  public void close() {
    codec.close();
    database.close();
  }
}
