package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a stretch of time comes to.
 *
 * @param records how many there are
 * @param counts by dimension, the most frequent first
 * @param topRisks lines of the decisions of the highest risk above 0, the newest first among equals
 * @param hours each hour in which there were records, in order
 * @param hoursCut whether earlier hours are left out
 */
public record AuditSummary(
    long records,
    Map<Dimension, Counts> counts,
    List<String> topRisks,
    List<Hour> hours,
    boolean hoursCut) {
  public AuditSummary {
    counts = Map.copyOf(counts);
    topRisks = List.copyOf(topRisks);
    hours = List.copyOf(hours);
  }

  /**
   * The counts of one dimension.
   *
   * @param values how many different ones there are
   * @param top the most frequent
   */
  public record Counts(long values, List<Count> top) {
    public Counts {
      top = List.copyOf(top);
    }
  }

  /** How many records have one value. */
  public record Count(String value, long records) {}

  /** One hour in UTC; what has no decision is among the records alone. */
  public record Hour(Instant hour, long records, long allowed, long warned, long blocked) {}
}
