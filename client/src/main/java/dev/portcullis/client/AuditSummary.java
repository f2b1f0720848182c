package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a stretch of time comes to.
 *
 * @param topRisks decisions of the highest risk, in short
 * @param hours each hour in which there were records
 * @param hoursCut whether earlier hours are left out
 */
public record AuditSummary(
    long records,
    Counts byDecision,
    Counts byAction,
    Counts byPrincipal,
    Counts bySkill,
    Counts byRule,
    Counts byCause,
    List<JsonNode> topRisks,
    List<Hour> hours,
    boolean hoursCut) {
  public AuditSummary {
    topRisks = Wire.list(topRisks);
    hours = Wire.list(hours);
  }

  /**
   * Counts of one kind.
   *
   * @param distinct how many values there are
   * @param top the most frequent; each has its value under the kind's name, and {@code records}
   */
  public record Counts(long distinct, List<JsonNode> top) {
    public Counts {
      top = Wire.list(top);
    }
  }

  /** One hour; what has no decision is among the records alone. */
  public record Hour(String hour, long records, long allow, long warn, long block) {
    public Hour {
      hour = Wire.text(hour, "");
    }
  }
}
