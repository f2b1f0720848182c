package dev.portcullis.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from not before this time of RFC 3339; null for the beginning
 * @param to before this one; null for now
 */
public record AuditSpan(@Nullable String from, @Nullable String to) {
  /** All there is. */
  public static final AuditSpan ALWAYS = new AuditSpan(null, null);

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (from != null) {
      parameters.put("from", from);
    }
    if (to != null) {
      parameters.put("to", to);
    }
    return parameters;
  }
}
