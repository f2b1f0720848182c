package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.governance.ConfigChange;
import dev.portcullis.host.governance.Toggle;
import dev.portcullis.host.governance.Toggles;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.http.json.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads a change of the configuration, in the manner of a merge patch (RFC 7396): what is not there
 * stays, and {@code null} takes a toggle away.
 */
final class ConfigChangeReader {
  private ConfigChangeReader() {}

  static Optional<ConfigChange> read(ObjectReader object, Faults faults) {
    Optional<Mode> mode = mode(object, faults);
    boolean sets = object.has("mode") || object.has("thresholds");
    Optional<Thresholds> thresholds =
        object.object("thresholds").flatMap(given -> thresholds(given, faults));
    SortedMap<Toggle.Key, Toggle> toggles = new TreeMap<>();
    for (Toggle.Kind kind : Toggle.Kind.values()) {
      sets |= object.has(kind.plural());
      toggles(object, kind, toggles, faults);
    }
    Optional<Instant> expiresAt = time(object, "expires_at", faults);
    object.finish();
    if (!sets && faults.isEmpty()) {
      faults.add("", "must set `mode`, `thresholds`, `rules`, `languages` or `skills`");
    }
    return Optional.of(new ConfigChange(mode, thresholds, toggles, expiresAt));
  }

  /** A time in a field, if it is there and is one, in whole milliseconds. */
  static Optional<Instant> time(ObjectReader object, String name, Faults faults) {
    Optional<String> text = object.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.parse(text.get()).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException malformed) {
      faults.add(object.at(name), "must be a time of RFC 3339, such as `2026-01-31T12:00:00Z`");
      return Optional.empty();
    }
  }

  private static Optional<Mode> mode(ObjectReader object, Faults faults) {
    Optional<String> text = object.text("mode");
    Optional<Mode> mode = text.flatMap(Mode::of);
    if (text.isPresent() && mode.isEmpty()) {
      faults.add(
          object.at("mode"),
          "must be one of "
              + Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", ")));
    }
    return mode;
  }

  private static void toggles(
      ObjectReader object, Toggle.Kind kind, SortedMap<Toggle.Key, Toggle> toggles, Faults faults) {
    Optional<JsonNode> given = object.value(kind.plural());
    if (given.isEmpty()) {
      return;
    }
    String at = object.at(kind.plural());
    if (!given.get().isObject() || given.get().size() > Toggles.MOST_AT_ONCE) {
      faults.add(at, "must be an object of at most " + Toggles.MOST_AT_ONCE + " names");
      return;
    }
    for (var entry : given.get().properties()) {
      Optional<Toggle> state = state(entry.getValue()).filter(kind::takes);
      if (state.isEmpty()) {
        faults.add(
            at + "/" + Text.shown(entry.getKey()),
            "must be one of "
                + Arrays.stream(Toggle.values())
                    .filter(kind::takes)
                    .map(Toggle::text)
                    .collect(Collectors.joining(", "))
                + ", or null");
      }
      state.ifPresent(value -> toggles.put(new Toggle.Key(kind, entry.getKey()), value));
    }
  }

  private static Optional<Toggle> state(JsonNode node) {
    return node.isNull()
        ? Optional.of(Toggle.ENABLED)
        : Optional.ofNullable(node.textValue()).flatMap(Toggle::of);
  }

  private static Optional<Thresholds> thresholds(ObjectReader object, Faults faults) {
    OptionalLong warn = required(object, "warn", faults);
    OptionalLong block = required(object, "block", faults);
    object.finish();
    if (warn.isEmpty() || block.isEmpty()) {
      return Optional.empty();
    }
    if (warn.getAsLong() > block.getAsLong()) {
      faults.add(object.at("warn"), "must be no higher than `block`");
      return Optional.empty();
    }
    return Optional.of(new Thresholds((int) warn.getAsLong(), (int) block.getAsLong()));
  }

  private static OptionalLong required(ObjectReader object, String name, Faults faults) {
    if (!object.has(name)) {
      faults.add(object.at(name), "is required");
    }
    return object.number(name, Thresholds.LEAST, Thresholds.MOST);
  }
}
