package dev.portcullis.host;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.lifecycle.Repeating;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens too often for a record each, by who does it and by minute, and records it
 * when the minute is over. Nobody can fill the disk with it, or memory: only so many are counted by
 * themselves in one minute, and the others together; where the journal takes nothing, what was
 * counted waits and is added to. Who makes it happen does not wait for the record.
 */
final class Minutes<K> implements AutoCloseable {
  /** Counted by themselves in one minute. */
  static final int MOST = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Minutes.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Of a minute in which nothing was counted. */
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final Writer writer;
  private final InstantSource clock;
  private final K others;
  private final Form<K> form;
  private final Repeating recording;
  private final Map<K, Map<String, Long>> counts = new HashMap<>();
  private Instant minute = LONG_AGO;

  /**
   * Begins nothing yet.
   *
   * @param others as whom those are counted that are too many
   */
  Minutes(String name, Writer writer, InstantSource clock, K others, Form<K> form) {
    this.writer = writer;
    this.clock = clock;
    this.others = others;
    this.form = form;
    this.recording = new Repeating(name, LOOK, this::recordOver);
  }

  /** Takes records as the journal does. */
  @FunctionalInterface
  interface Writer {
    void append(AuditRecord record) throws AuditUnavailableException;
  }

  /** What is recorded of one. */
  @FunctionalInterface
  interface Form<K> {
    /**
     * The record.
     *
     * @param minute in which it began
     * @param times how often, by what was done
     */
    AuditRecord of(K who, Instant minute, Map<String, Long> times);
  }

  void start() {
    recording.start();
  }

  /** It happened once more. */
  void add(K who, String what) {
    synchronized (counts) {
      if (counts.isEmpty()) {
        minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
      }
      K counted = counts.containsKey(who) || counts.size() < MOST ? who : others;
      counts.computeIfAbsent(counted, _ -> new TreeMap<>()).merge(what, 1L, Long::sum);
    }
  }

  /** Records what was counted, if its minute is over. */
  void recordOver() {
    synchronized (counts) {
      if (clock.instant().isBefore(minute.plus(Duration.ofMinutes(1)))) {
        return;
      }
    }
    recordAll();
  }

  /** What the journal does not take now is offered again the next time. */
  private void recordAll() {
    Deque<Map.Entry<K, Map<String, Long>>> over;
    Instant began;
    synchronized (counts) {
      over = new ArrayDeque<>(Map.copyOf(counts).entrySet());
      began = minute;
      counts.clear();
      minute = LONG_AGO;
    }
    try {
      while (!over.isEmpty()) {
        Map.Entry<K, Map<String, Long>> next = over.getFirst();
        writer.append(form.of(next.getKey(), began, next.getValue()));
        over.removeFirst();
      }
    } catch (AuditUnavailableException later) {
      LOG.warn("what happened by the minute is not on record yet: {}", later.getMessage());
    } finally {
      over.forEach(left -> giveBack(left.getKey(), began, left.getValue()));
    }
  }

  private void giveBack(K who, Instant began, Map<String, Long> times) {
    synchronized (counts) {
      minute = began;
      Map<String, Long> own = counts.computeIfAbsent(who, _ -> new TreeMap<>());
      times.forEach((what, count) -> own.merge(what, count, Long::sum));
    }
  }

  /** Records what was counted so far; what the journal does not take is lost, and logged. */
  @Override
  public void close() {
    recording.close();
    recordAll();
  }
}
