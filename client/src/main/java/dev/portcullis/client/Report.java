package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Checks and what they come to: the document of readiness, health and preflight.
 *
 * @param status the worst of the checks, in the route's own words
 * @param whole the document as it came, with what only some routes say
 */
public record Report(String status, List<Check> checks, JsonNode whole) {
  public Report {
    checks = List.copyOf(checks);
  }

  /**
   * One check.
   *
   * @param status {@code pass}, {@code warn} or {@code fail}
   * @param remedy what to do about it; empty where it passed
   */
  public record Check(String name, String status, String detail, String remedy) {
    public Check {
      name = Wire.text(name, "");
      status = Wire.text(status, "");
      detail = Wire.text(detail, "");
      remedy = Wire.text(remedy, "");
    }
  }
}
