package dev.portcullis.host.http.routes;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.index.Dimension;
import dev.portcullis.host.audit.index.RecordQuery;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of the audit. A value that no record can have is told, not searched for. */
final class AuditQueries {
  private static final List<String> STAGES = List.of("decided", "finished", "admin", "system");
  private static final int LONGEST = 1_024;
  private static final int HIGHEST_RISK = 100;

  private AuditQueries() {}

  static RecordQuery query(ContainerRequestContext context, int usualPage, int largestPage) {
    Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      if (dimension.isFilter()) {
        text(context, dimension.text()).ifPresent(value -> filters.put(dimension, value));
      }
    }
    oneOf("stage", filters.get(Dimension.STAGE), STAGES);
    List<String> effects = Arrays.stream(Effect.values()).map(Effect::text).toList();
    oneOf("decision", filters.get(Dimension.DECISION), effects);
    oneOf("computed", filters.get(Dimension.COMPUTED), effects);
    Optional<String> cursor = Query.text(context, "cursor");
    if (cursor.isPresent() && !cursor.get().matches("\\d{1,18}")) {
      throw Query.invalid("cursor", "is not the `next_cursor` of a page");
    }
    return new RecordQuery(
        filters,
        text(context, "id"),
        time(context, "from"),
        time(context, "to"),
        risk(context),
        text(context, "q"),
        cursor.isPresent() ? OptionalLong.of(Long.parseLong(cursor.get())) : OptionalLong.empty(),
        Query.limit(context, usualPage, largestPage));
  }

  /** A time of RFC 3339. */
  static Optional<Instant> time(ContainerRequestContext context, String name) {
    try {
      return Query.text(context, name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException malformed) {
      throw Query.invalid(name, "must be a time of RFC 3339, such as 2026-11-23T08:00:00Z");
    }
  }

  private static Optional<String> text(ContainerRequestContext context, String name) {
    Optional<String> text = Query.text(context, name);
    if (text.isPresent() && (text.get().isBlank() || text.get().length() > LONGEST)) {
      throw Query.invalid(name, "must have from 1 to " + LONGEST + " characters");
    }
    return text;
  }

  private static OptionalInt risk(ContainerRequestContext context) {
    return Query.text(context, "min_risk").isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Query.number(context, "min_risk", 1, HIGHEST_RISK));
  }

  private static void oneOf(String name, @Nullable String value, List<String> known) {
    if (value != null && !known.contains(value)) {
      throw Query.invalid(name, "must be one of " + String.join(", ", known));
    }
  }
}
