import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.FollowedJournal;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.index.AuditIndex;
import dev.portcullis.host.audit.index.Dimension;
import dev.portcullis.host.audit.index.FollowingIndex;
import dev.portcullis.host.audit.index.RecordQuery;
import dev.portcullis.host.audit.index.Reindex;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills a journal with synthetic records through its own append, makes the index of it, and asks
 * that index everything. Prints one table.
 */
public final class AuditIndexBench {
  private static final int PRODUCERS = 64;
  private static final int ROUNDS = 20;
  private static final String INSTANCE = "bench";
  private static final Instant BEGINNING = Instant.parse("2026-10-01T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(30);

  private final Path directory;
  private final long records;

  private AuditIndexBench(Path directory, long records) {
    this.directory = directory;
    this.records = records;
  }

  /**
   * Runs it.
   *
   * @param arguments how many records, then a folder that is empty or holds what an earlier run
   *     left; then, if the index is not to be a file there, the URL of a PostgreSQL database
   */
  public static void main(String[] arguments) throws Exception {
    AuditIndexBench bench =
        new AuditIndexBench(Path.of(arguments[1]), Long.parseLong(arguments[0]));
    bench.run(
        arguments.length > 2
            ? new IndexLocation.PostgreSql(arguments[2])
            : new IndexLocation.File(bench.directory.resolve("audit_index.db")));
  }

  private void run(IndexLocation location) throws Exception {
    try (FileJournal journal = open()) {
      fill(journal);
      FollowedJournal followed = new FollowedJournal(journal);
      long begun = System.nanoTime();
      long indexed = Reindex.all(location, INSTANCE, followed, true, _ -> {});
      double seconds = seconds(begun);
      say(
          "reindex",
          String.format(
              Locale.ROOT,
              "%,d records in %.1f s, %,.0f a second",
              indexed,
              seconds,
              indexed / seconds));
      say(
          "journal on disk",
          String.format(Locale.ROOT, "%,d MB", bytes(directory.resolve("audit")) >> 20));
      if (location instanceof IndexLocation.File(Path file)) {
        say("index on disk", String.format(Locale.ROOT, "%,d MB", Files.size(file) >> 20));
      }
      begun = System.nanoTime();
      try (FollowingIndex index = new FollowingIndex(location, INSTANCE, followed)) {
        index.start();
        index.find(RecordQuery.newest(1));
        say(
            "open to the first answer",
            String.format(Locale.ROOT, "%.0f ms", seconds(begun) * 1_000));
        ask(index, indexed);
      }
      say(
          "memory, highest",
          String.format(
              Locale.ROOT,
              "%s",
              Files.readAllLines(Path.of("/proc/self/status")).stream()
                  .filter(line -> line.startsWith("VmHWM"))
                  .findFirst()
                  .orElse("unknown")));
    }
  }

  private FileJournal open() throws Exception {
    AtomicLong ticks = new AtomicLong();
    long step = Math.max(1, SPAN.toNanos() / Math.max(1, records / 8));
    return FileJournal.open(
        directory.resolve("audit"),
        new HostIdentity(INSTANCE, "0"),
        new JournalSettings(64L << 20, 8),
        () -> BEGINNING.plusNanos(step * ticks.getAndIncrement()));
  }

  private void fill(FileJournal journal) throws Exception {
    long there = journal.state().lastSeq();
    if (there >= records) {
      return;
    }
    long begun = System.nanoTime();
    List<Callable<Void>> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      SampleRecords sample = new SampleRecords(p);
      producers.add(
          () -> {
            while (journal.state().lastSeq() < records) {
              AuditRecord.Decided decided = sample.decided();
              journal.append(decided);
              if (decided.verdict().enforced() != Effect.BLOCK) {
                journal.append(sample.finished(decided));
              }
            }
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> producer : threads.invokeAll(producers)) {
        producer.get();
      }
    }
    long written = journal.state().lastSeq() - there;
    double seconds = seconds(begun);
    say(
        "journal, 64 producers",
        String.format(
            Locale.ROOT,
            "%,d durable records in %.1f s, %,.0f a second",
            written,
            seconds,
            written / seconds));
  }

  private void ask(AuditIndex index, long indexed) throws Exception {
    RecordQuery newest = RecordQuery.newest(100);
    Duration span = Duration.between(BEGINNING, newestTime(index));
    Instant middle = BEGINNING.plus(span.dividedBy(2));
    Optional<Instant> from = Optional.of(middle.plusSeconds(123));
    Optional<Instant> to = Optional.of(middle.plus(span.dividedBy(15)));
    RecordQuery blocked = newest.with(Dimension.DECISION, "block");
    RecordQuery busy = newest.with(Dimension.PRINCIPAL, "agent-3");
    RecordQuery quiet = newest.with(Dimension.PRINCIPAL, "agent-940");
    System.out.println();
    System.out.printf("%-58s %9s %9s%n", "query, page of 100", "p50 ms", "max ms");
    time("newest", () -> index.find(newest));
    time("a page in the middle", () -> index.find(newest.before(indexed / 2)));
    time("page of 500", () -> index.find(RecordQuery.newest(500)));
    time("decision", () -> index.find(blocked));
    time("a busy principal", () -> index.find(busy));
    time("a quiet principal", () -> index.find(quiet));
    time(
        "stage and cause",
        () ->
            index.find(newest.with(Dimension.STAGE, "finished").with(Dimension.CAUSE, "timeout")));
    time(
        "principal, decision, skill, source",
        () ->
            index.find(
                busy.with(Dimension.DECISION, "block")
                    .with(Dimension.SKILL, "skill-7")
                    .with(Dimension.SOURCE, "mcp")));
    time(
        "filters that exclude each other (nothing to find)",
        () ->
            index.find(newest.with(Dimension.STAGE, "finished").with(Dimension.DECISION, "allow")));
    time("rule", () -> index.find(newest.with(Dimension.RULE, "names-a-credential-path-17")));
    time(
        "client address and language",
        () ->
            index.find(
                newest.with(Dimension.CLIENT_IP, "10.0.2.7").with(Dimension.LANGUAGE, "node")));
    time("a fifteenth of the time", () -> index.find(and(newest, from, to, "", 0)));
    time(
        "a fifteenth, decision, principal",
        () -> index.find(and(busy.with(Dimension.DECISION, "warn"), from, to, "", 0)));
    time(
        "risk of 95 and more",
        () -> index.find(and(newest, Optional.empty(), Optional.empty(), "", 95)));
    time(
        "text: credential path 17",
        () -> index.find(and(newest, Optional.empty(), Optional.empty(), "credential path 17", 0)));
    time("text: cred, a fifteenth, decision", () -> index.find(and(blocked, from, to, "cred", 0)));
    time(
        "execution id, an early one",
        () -> index.find(withId(newest, "exe_01M83QCX05" + "%016d".formatted(2))));
    time("an id that is not there", () -> index.find(withId(newest, "exe_none")));
    time("summary of everything", () -> index.summary(Optional.empty(), Optional.empty(), 20));
    time("summary of a fifteenth", () -> index.summary(from, to, 20));
    time(
        "summary of nearly all, cut at both ends",
        () ->
            index.summary(
                Optional.of(BEGINNING.plusSeconds(4_321)),
                Optional.of(BEGINNING.plus(span).minusSeconds(4_321)),
                20));
    time(
        "actions", () -> index.counts(Dimension.ACTION, Optional.empty(), Optional.empty(), 1_000));
  }

  private static Instant newestTime(AuditIndex index) throws Exception {
    String line = index.find(RecordQuery.newest(1)).lines().getFirst();
    int at = line.lastIndexOf("\"time\":\"") + 8;
    return Instant.parse(line.substring(at, line.indexOf('"', at)));
  }

  private static RecordQuery and(
      RecordQuery query, Optional<Instant> from, Optional<Instant> to, String text, int risk) {
    return new RecordQuery(
        query.filters(),
        query.id(),
        from,
        to,
        risk == 0 ? OptionalInt.empty() : OptionalInt.of(risk),
        text.isEmpty() ? Optional.empty() : Optional.of(text),
        OptionalLong.empty(),
        query.limit());
  }

  private static RecordQuery withId(RecordQuery query, String id) {
    return new RecordQuery(
        Map.of(),
        Optional.of(id),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        query.limit());
  }

  /** One of the questions. */
  private interface Question {
    Object ask() throws Exception;
  }

  private static void time(String name, Question question) throws Exception {
    long[] took = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begun = System.nanoTime();
      if (question.ask() == null) {
        throw new IllegalStateException("no answer");
      }
      took[i] = System.nanoTime() - begun;
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT, "%-58s %9.2f %9.2f%n", name, took[ROUNDS / 2] / 1e6, took[ROUNDS - 1] / 1e6);
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void say(String what, String said) {
    System.out.println(what + " ".repeat(Math.max(1, 27 - what.length())) + said);
  }
}
