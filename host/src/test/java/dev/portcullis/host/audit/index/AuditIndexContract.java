package dev.portcullis.host.audit.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.store.IndexDatabase;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an index does, whatever database it is in. */
abstract class AuditIndexContract {
  /** Near the end of a chunk, and of a block: what is added crosses both. */
  private static final long FIRST = Positions.CHUNK - 3_000;

  private static final int MANY = 7_000;
  private static final String INSTANCE = "instance-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A database that nobody else uses. */
  abstract IndexLocation location();

  @BeforeEach
  void nothingIsThere() throws IOException {
    IndexDatabase.clear(location());
  }

  private FollowingIndex follow(ListedJournal journal) {
    FollowingIndex index = new FollowingIndex(location(), INSTANCE, journal);
    index.start();
    return index;
  }

  /** Has all of it in the database. */
  private void index(ListedJournal journal) throws Exception {
    try (FollowingIndex index = follow(journal)) {
      index.find(RecordQuery.newest(1));
    }
  }

  @Test
  void find_anyFilters_agreesWithLookingAtEveryRecord() throws Exception {
    ListedJournal journal = new ListedJournal(FIRST);
    Samples samples = new Samples(1).addTo(journal, MANY);
    try (FollowingIndex index = follow(journal)) {
      assertAgrees(index, journal, 60, 2);
    }
    // Now most is in the database, and some in memory.
    samples.addTo(journal, 500);
    try (FollowingIndex index = follow(journal)) {
      assertAgrees(index, journal, 120, 3);
      assertThat(index.status().problem()).isEmpty();
    }
  }

  private static void assertAgrees(
      FollowingIndex index, ListedJournal journal, int questions, long seed) throws Exception {
    Oracle oracle = new Oracle(journal.records());
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < questions; i++) {
      RecordQuery query = question(random, journal);
      RecordPage page = index.find(query);
      List<Long> expected = oracle.find(query);
      assertThat(numbers(page)).as("%s", query).isEqualTo(expected);
      for (int at = 0; at < expected.size(); at++) {
        assertThat(page.lines().get(at)).isEqualTo(journal.line(expected.get(at)));
      }
      found += expected.isEmpty() ? 0 : 1;
    }
    assertThat(found).as("questions that find something").isGreaterThan(questions / 4);
  }

  /** Some filters together, with values of some record, so that they often find something. */
  private static RecordQuery question(Random random, ListedJournal journal) {
    List<JsonNode> records = journal.records();
    JsonNode like = records.get(random.nextInt(records.size()));
    RecordQuery query = RecordQuery.newest(1 + random.nextInt(60));
    for (Dimension dimension : Dimension.values()) {
      List<String> values = dimension.isFilter() ? Oracle.values(like, dimension) : List.of();
      if (!values.isEmpty() && random.nextInt(6) == 0) {
        query = query.with(dimension, values.getFirst());
      }
    }
    Instant time = Instant.parse(like.path("time").asText());
    return new RecordQuery(
        query.filters(),
        random.nextInt(8) == 0 && like.has("trace_id")
            ? Optional.of(like.path("trace_id").asText())
            : Optional.empty(),
        random.nextInt(4) == 0
            ? Optional.of(time.minusMillis(random.nextInt(5_000_000)))
            : Optional.empty(),
        random.nextInt(4) == 0
            ? Optional.of(time.plusNanos(random.nextLong(4_000_000_000_000L)))
            : Optional.empty(),
        random.nextInt(6) == 0 ? OptionalInt.of(random.nextInt(101)) : OptionalInt.empty(),
        random.nextInt(6) == 0
            ? Optional.of(
                List.of("cred", "Drill 3", "saturated sandbox", "nothing", "agents code")
                    .get(random.nextInt(5)))
            : Optional.empty(),
        random.nextInt(3) == 0 ? OptionalLong.of(like.path("seq").asLong()) : OptionalLong.empty(),
        query.limit());
  }

  @Test
  void find_pageAfterPage_showsEachRecordOnceWhileOthersArrive() throws Exception {
    ListedJournal journal = new ListedJournal(FIRST);
    Samples samples = new Samples(4).addTo(journal, 4_000);
    try (FollowingIndex index = follow(journal)) {
      RecordQuery query = RecordQuery.newest(97).with(Dimension.DECISION, "block");
      List<Long> expected =
          new Oracle(journal.records())
              .find(
                  new RecordQuery(
                      query.filters(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      OptionalInt.empty(),
                      Optional.empty(),
                      OptionalLong.empty(),
                      10_000));
      List<Long> seen = new ArrayList<>();
      RecordPage page = index.find(query);
      seen.addAll(numbers(page));
      while (page.next().isPresent()) {
        samples.addTo(journal, 50);
        page = index.find(query.before(page.next().getAsLong()));
        seen.addAll(numbers(page));
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void find_everyAcknowledgedRecord_isSeenAtOnce() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    Samples samples = new Samples(5);
    try (FollowingIndex index = follow(journal)) {
      for (int i = 1; i <= 300; i++) {
        samples.addTo(journal, 1);
        assertThat(numbers(index.find(RecordQuery.newest(1)))).containsExactly((long) i);
      }
    }
  }

  @Test
  void summary_anyTime_agreesWithLookingAtEveryRecord() throws Exception {
    ListedJournal journal = new ListedJournal(FIRST);
    Samples samples = new Samples(6).addTo(journal, MANY);
    index(journal);
    samples.addTo(journal, 300);
    Random random = new Random(7);
    try (FollowingIndex index = follow(journal)) {
      Oracle oracle = new Oracle(journal.records());
      assertSummary(index, oracle, Optional.empty(), Optional.empty());
      assertSummary(
          index,
          oracle,
          Optional.of(Instant.parse("2026-03-01T11:00:00Z")),
          Optional.of(Instant.parse("2026-03-01T12:00:00Z")));
      for (int i = 0; i < 25; i++) {
        Instant from = Samples.START.plusMillis(random.nextLong(12_000_000));
        Instant to = from.plusMillis(random.nextLong(8_000_000));
        assertSummary(
            index,
            oracle,
            i % 5 == 0 ? Optional.empty() : Optional.of(from),
            i % 5 == 1 ? Optional.empty() : Optional.of(to));
      }
    }
  }

  private static void assertSummary(
      FollowingIndex index, Oracle oracle, Optional<Instant> from, Optional<Instant> to)
      throws Exception {
    AuditSummary summary = index.summary(from, to, 100);
    Instant since = from.orElse(Instant.MIN);
    Instant until = to.orElse(Instant.MAX);
    String span = from + " to " + to;
    assertThat(summary.records()).as(span).isEqualTo(oracle.within(since, until).size());
    for (Dimension dimension :
        List.of(
            Dimension.DECISION,
            Dimension.ACTION,
            Dimension.PRINCIPAL,
            Dimension.SKILL,
            Dimension.RULE,
            Dimension.CAUSE)) {
      AuditSummary.Counts counts = summary.counts().get(dimension);
      assertThat(counts).isNotNull();
      assertThat(
              counts.top().stream()
                  .collect(
                      Collectors.toMap(AuditSummary.Count::value, AuditSummary.Count::records)))
          .as("%s by %s", span, dimension)
          .isEqualTo(oracle.counts(dimension, since, until));
      assertThat(counts.values()).isEqualTo(counts.top().size());
      assertThat(counts.top().stream().map(AuditSummary.Count::records).toList())
          .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
    assertThat(summary.topRisks().stream().map(AuditIndexContract::number).toList())
        .as(span)
        .isEqualTo(oracle.topRisks(since, until, 10));
    Map<Instant, Integer> hours = new TreeMap<>();
    for (JsonNode record : oracle.within(since, until)) {
      hours.merge(
          Instant.parse(record.path("time").asText()).truncatedTo(ChronoUnit.HOURS),
          1,
          Integer::sum);
    }
    assertThat(
            summary.hours().stream()
                .collect(Collectors.toMap(AuditSummary.Hour::hour, hour -> (int) hour.records())))
        .as(span)
        .isEqualTo(hours);
    assertThat(summary.hours().stream().mapToLong(AuditSummary.Hour::blocked).sum())
        .isEqualTo(oracle.counts(Dimension.DECISION, since, until).getOrDefault("block", 0L));
    assertThat(summary.hoursCut()).isFalse();
  }

  @Test
  void counts_ofActions_areThoseOfTheRecords() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    new Samples(8).addTo(journal, 700);
    try (FollowingIndex index = follow(journal)) {
      AuditSummary.Counts actions =
          index.counts(Dimension.ACTION, Optional.empty(), Optional.empty(), 2);
      assertThat(actions.values()).isEqualTo(4);
      assertThat(actions.top()).hasSize(2);
      assertThat(actions.top().getFirst().value()).isEqualTo("execution.create");
    }
  }

  @Test
  void find_textThatBeginsTooManyWords_isTooGeneral() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    for (int i = 0; i < 1_100; i++) {
      journal.add(
          Samples.START,
          Map.of("stage", "system", "action", "test", "facts", Map.of("after", "word" + i + "x")));
    }
    try (FollowingIndex index = follow(journal)) {
      RecordQuery query = RecordQuery.newest(10);
      assertThatThrownBy(() -> index.find(text(query, "wor")))
          .isInstanceOf(AuditIndex.TooGeneralException.class)
          .hasMessageContaining("`wor`");
      assertThat(numbers(index.find(text(query, "WORD1099X")))).containsExactly(1_100L);
    }
  }

  private static RecordQuery text(RecordQuery query, String text) {
    return new RecordQuery(
        query.filters(),
        query.id(),
        query.from(),
        query.to(),
        query.leastRisk(),
        Optional.of(text),
        query.before(),
        query.limit());
  }

  @Test
  void find_valuesOfHostileCallers_areFoundAsTheyAre() throws Exception {
    String value = "a\u0000'; DROP TABLE audit_line; --" + "x".repeat(400) + "\uD83D\uDE00";
    ListedJournal journal = new ListedJournal(1);
    journal.add(
        Samples.START,
        Map.of(
            "stage",
            "admin",
            "action",
            "kill",
            "principal",
            Map.of("id", value, "key_id", "k"),
            "change",
            Map.of("after", Map.of("reason", value))));
    try (FollowingIndex index = follow(journal)) {
      assertThat(numbers(index.find(RecordQuery.newest(5).with(Dimension.PRINCIPAL, value))))
          .containsExactly(1L);
    }
    try (FollowingIndex index = follow(journal)) {
      assertThat(numbers(index.find(RecordQuery.newest(5).with(Dimension.PRINCIPAL, value))))
          .containsExactly(1L);
    }
  }

  @Test
  void open_again_goesOnWhereItWas() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    Samples samples = new Samples(9).addTo(journal, 200);
    index(journal);
    samples.addTo(journal, 10);
    CountingJournal counting = new CountingJournal(journal);
    try (FollowingIndex index = new FollowingIndex(location(), INSTANCE, counting)) {
      index.start();
      assertThat(numbers(index.find(RecordQuery.newest(500)))).hasSize(210);
      assertThat(counting.lowest).as("what was read again").isGreaterThanOrEqualTo(200);
    }
  }

  /** Notes from where it was read. */
  private static final class CountingJournal implements Followed {
    private final ListedJournal journal;
    volatile long lowest = Long.MAX_VALUE;

    CountingJournal(ListedJournal journal) {
      this.journal = journal;
    }

    @Override
    public long tip() {
      return journal.tip();
    }

    @Override
    public long first() {
      return journal.first();
    }

    @Override
    public void lines(long seq, LineTaker each) throws IOException {
      lowest = Math.min(lowest, seq);
      journal.lines(seq, each);
    }
  }

  @Test
  void open_afterTheJournalWasReplaced_isMadeAnew() throws Exception {
    ListedJournal old = new ListedJournal(1);
    new Samples(10).addTo(old, 200);
    index(old);
    ListedJournal other = new ListedJournal(1);
    new Samples(11).addTo(other, 300);
    try (FollowingIndex index = follow(other)) {
      assertAgrees(index, other, 20, 12);
    }
  }

  @Test
  void open_afterTheJournalLostItsEnd_isMadeAnew() throws Exception {
    ListedJournal longer = new ListedJournal(1);
    new Samples(13).addTo(longer, 200);
    index(longer);
    ListedJournal shorter = new ListedJournal(1);
    new Samples(13).addTo(shorter, 150);
    try (FollowingIndex index = follow(shorter)) {
      assertThat(numbers(index.find(RecordQuery.newest(500)))).hasSize(150);
    }
  }

  @Test
  void retention_ofArchivedRecords_isFollowed() throws Exception {
    ListedJournal journal = new ListedJournal(FIRST);
    Samples samples = new Samples(21).addTo(journal, MANY);
    index(journal);
    for (long first : new long[] {FIRST + 700, FIRST + 3_000, FIRST + 5_001}) {
      journal.forgetBefore(first);
      samples.addTo(journal, 10);
      try (FollowingIndex index = follow(journal)) {
        RecordQuery oldest =
            RecordQuery.newest(5).before(first).with(Dimension.ACTION, "execution.create");
        await(() -> index.find(oldest).lines().isEmpty());
        assertAgrees(index, journal, 40, first);
        assertSummary(index, new Oracle(journal.records()), Optional.empty(), Optional.empty());
        assertThat(index.status().problem()).isEmpty();
      }
    }
    sql(
        handle ->
            assertThat(
                    handle
                        .createQuery("SELECT COUNT(*) FROM audit_line")
                        .mapTo(Integer.class)
                        .one())
                .isEqualTo(journal.records().size()));
  }

  @Test
  void open_ofAnotherHost_isRefusedAndLeftAsItIs() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    new Samples(14).addTo(journal, 50);
    index(journal);
    try (FollowingIndex other = new FollowingIndex(location(), "instance-2", journal)) {
      other.start();
      assertThatThrownBy(() -> other.find(RecordQuery.newest(1)))
          .isInstanceOf(IndexUnavailableException.class)
          .hasMessageContaining("another journal, that of instance " + INSTANCE);
      assertThat(other.status().problem()).isPresent();
    }
    CountingJournal counting = new CountingJournal(journal);
    try (FollowingIndex own = new FollowingIndex(location(), INSTANCE, counting)) {
      own.start();
      assertThat(numbers(own.find(RecordQuery.newest(100)))).hasSize(50);
      assertThat(counting.lowest).isEqualTo(50);
    }
  }

  @Test
  void reindex_ofAnotherHost_takesItOnlyWhenToldTo() throws Exception {
    ListedJournal journal = new ListedJournal(5);
    new Samples(15).addTo(journal, 50);
    index(journal);
    assertThatThrownBy(() -> Reindex.all(location(), "instance-2", journal, false, _ -> {}))
        .isInstanceOf(ForeignIndexException.class);
    List<Long> progress = new ArrayList<>();
    assertThat(Reindex.all(location(), "instance-2", journal, true, progress::add)).isEqualTo(50);
    assertThat(progress).last().isEqualTo(54L);
    try (FollowingIndex index = new FollowingIndex(location(), "instance-2", journal)) {
      index.start();
      assertAgrees(index, journal, 20, 16);
    }
  }

  @Test
  void find_whereTheIndexIsDamaged_saysSoAndMakesItAnew() throws Exception {
    for (String damage :
        List.of(
            "UPDATE audit_line SET line = (SELECT line FROM audit_line WHERE seq = 1)",
            "DELETE FROM audit_line WHERE seq = 60",
            "DROP TABLE audit_posting",
            "UPDATE audit_posting SET bits = (SELECT line FROM audit_line WHERE seq = 2)")) {
      IndexDatabase.clear(location());
      ListedJournal journal = new ListedJournal(1);
      new Samples(17).addTo(journal, 80);
      index(journal);
      sql(handle -> handle.execute(damage));
      try (FollowingIndex index = follow(journal)) {
        RecordQuery all = RecordQuery.newest(100).with(Dimension.ACTION, "execution.create");
        Throwable refused = refusal(index, all);
        if (refused == null) {
          refused = refusal(index, RecordQuery.newest(100));
        }
        assertThat(refused).as(damage).isInstanceOf(IndexUnavailableException.class);
        await(() -> refusal(index, all) == null);
        assertAgrees(index, journal, 20, 18);
      }
    }
  }

  private static @Nullable Throwable refusal(FollowingIndex index, RecordQuery query) {
    try {
      index.find(query);
      return null;
    } catch (Exception refused) {
      return refused;
    }
  }

  @Test
  void journal_thatDoesNotFollow_isToldAndWhatWasIndexedStays() throws Exception {
    ListedJournal journal = new ListedJournal(1);
    new Samples(19).addTo(journal, 20);
    BrokenJournal broken = new BrokenJournal(journal);
    try (FollowingIndex index = new FollowingIndex(location(), INSTANCE, broken)) {
      index.start();
      assertThat(numbers(index.find(RecordQuery.newest(100)))).hasSize(20);
      broken.gap = true;
      new Samples(20).addTo(journal, 5);
      assertThatThrownBy(() -> index.find(RecordQuery.newest(100)))
          .isInstanceOf(IndexUnavailableException.class)
          .hasMessageContaining("record 22 of the journal does not follow record 20");
      assertThat(index.status().indexed()).isEqualTo(20);
    }
  }

  /** Leaves out the record after the one from which it is read. */
  private static final class BrokenJournal implements Followed {
    private final ListedJournal journal;
    volatile boolean gap;

    BrokenJournal(ListedJournal journal) {
      this.journal = journal;
    }

    @Override
    public long tip() {
      return journal.tip();
    }

    @Override
    public long first() {
      return journal.first();
    }

    @Override
    public void lines(long seq, LineTaker each) throws IOException {
      journal.lines(gap ? seq + 1 : seq, each);
    }
  }

  void sql(Consumer<Handle> work) throws IOException {
    try (IndexDatabase database = IndexDatabase.open(location())) {
      database.jdbi().useHandle(work::accept);
    }
  }

  /** Waits for what happens in the background. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting ends").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  static List<Long> numbers(RecordPage page) {
    return page.lines().stream().map(AuditIndexContract::number).toList();
  }

  static long number(String line) {
    try {
      return JSON.readTree(line).path("seq").asLong();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
