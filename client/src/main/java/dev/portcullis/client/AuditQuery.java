package dev.portcullis.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which audit records to read; null does not filter. Times are RFC 3339. */
public record AuditQuery(
    @Nullable String principal,
    @Nullable String action,
    @Nullable String decision,
    @Nullable String from,
    @Nullable String to,
    @Nullable String cursor,
    @Nullable Integer limit) {
  /** The first page of everything. */
  public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null);

  /** The page after. */
  public AuditQuery after(String next) {
    return new AuditQuery(principal, action, decision, from, to, next, limit);
  }

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "principal", principal);
    put(parameters, "action", action);
    put(parameters, "decision", decision);
    put(parameters, "from", from);
    put(parameters, "to", to);
    put(parameters, "cursor", cursor);
    put(parameters, "limit", limit);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
