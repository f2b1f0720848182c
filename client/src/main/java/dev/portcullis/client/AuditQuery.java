package dev.portcullis.client;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which audit records to read; all filters must hold. */
public record AuditQuery(
    Map<AuditFilter, String> filters, @Nullable String cursor, @Nullable Integer limit) {
  /** The first page of everything. */
  public static final AuditQuery ALL = new AuditQuery(Map.of(), null, null);

  public AuditQuery {
    filters = Map.copyOf(filters);
  }

  /** The same, and that must hold. */
  public AuditQuery where(AuditFilter filter, String value) {
    Map<AuditFilter, String> more = new EnumMap<>(AuditFilter.class);
    more.putAll(filters);
    more.put(filter, value);
    return new AuditQuery(more, cursor, limit);
  }

  /** The same, at most so many at once. */
  public AuditQuery limit(int most) {
    return new AuditQuery(filters, cursor, most);
  }

  /** The page after. */
  public AuditQuery after(String next) {
    return new AuditQuery(filters, next, limit);
  }

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    new TreeMap<>(filters).forEach((filter, value) -> parameters.put(filter.parameter(), value));
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    if (limit != null) {
      parameters.put("limit", limit.toString());
    }
    return parameters;
  }
}
