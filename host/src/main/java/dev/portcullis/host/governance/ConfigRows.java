package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The configuration in the database: one row of what stands, a row for each toggle that stands, and
 * a row for whatever is in force for a time only.
 */
final class ConfigRows {
  private static final String MODE = "mode";
  private static final String THRESHOLDS = "thresholds";

  private ConfigRows() {}

  private record Place(String kind, String name) {}

  static Optional<RuntimeConfig> read(Handle handle) {
    Map<Place, Setting.Temporary<String>> temporary = temporary(handle);
    SortedMap<Toggle.Key, Setting<Toggle>> toggles = toggles(handle, temporary);
    return handle
        .createQuery("SELECT config_version, mode, warn, block, policy_digest FROM governor_config")
        .map(
            (row, _) ->
                new RuntimeConfig(
                    row.getLong("config_version"),
                    new Setting<>(
                        mode(row.getString("mode")),
                        Optional.ofNullable(temporary.get(new Place(MODE, "")))
                            .map(
                                part -> new Setting.Temporary<>(mode(part.value()), part.until()))),
                    new Setting<>(
                        new Thresholds(row.getInt("warn"), row.getInt("block")),
                        Optional.ofNullable(temporary.get(new Place(THRESHOLDS, "")))
                            .map(
                                part ->
                                    new Setting.Temporary<>(
                                        thresholds(part.value()), part.until()))),
                    new Toggles(toggles),
                    row.getString("policy_digest")))
        .findOne();
  }

  /** Writes {@code next} in the place of the version expected; says whether that was there. */
  static boolean replace(
      Handle handle, long expected, RuntimeConfig next, KeptPolicy.Signature signed) {
    Optional<String> before =
        handle
            .createQuery("SELECT policy_digest FROM governor_config")
            .mapTo(String.class)
            .findOne();
    if (!replaceRow(handle, expected, next)) {
      return false;
    }
    handle.execute("DELETE FROM governor_toggle");
    handle.execute("DELETE FROM governor_temporary");
    temporary(handle, new Place(MODE, ""), next.modeSetting(), Mode::text);
    temporary(
        handle,
        new Place(THRESHOLDS, ""),
        next.thresholdsSetting(),
        value -> value.warn() + " " + value.block());
    next.toggles().settings().forEach((key, setting) -> toggle(handle, key, setting));
    if (!before.equals(Optional.of(next.policyDigest()))) {
      handle.execute(
          "INSERT INTO policy_activation (config_version, policy_digest, at, by)"
              + " VALUES (?, ?, ?, ?)",
          next.version(),
          next.policyDigest(),
          signed.at().toString(),
          signed.by());
    }
    return true;
  }

  private static boolean replaceRow(Handle handle, long expected, RuntimeConfig next) {
    String sql =
        expected == 0
            ? "INSERT INTO governor_config"
                + " (one, config_version, mode, warn, block, policy_digest)"
                + " VALUES (1, :version, :mode, :warn, :block, :digest)"
                + " ON CONFLICT DO NOTHING"
            : "UPDATE governor_config SET config_version = :version, mode = :mode, warn = :warn,"
                + " block = :block, policy_digest = :digest WHERE config_version = :expected";
    try (var update = handle.createUpdate(sql)) {
      if (expected != 0) {
        update.bind("expected", expected);
      }
      return update
              .bind("version", next.version())
              .bind("mode", next.modeSetting().standing().text())
              .bind("warn", next.thresholdsSetting().standing().warn())
              .bind("block", next.thresholdsSetting().standing().block())
              .bind("digest", next.policyDigest())
              .execute()
          == 1;
    }
  }

  private static void toggle(Handle handle, Toggle.Key key, Setting<Toggle> setting) {
    if (setting.standing() != Toggle.ENABLED) {
      handle.execute(
          "INSERT INTO governor_toggle (kind, name, state) VALUES (?, ?, ?)",
          key.kind().text(),
          key.name(),
          setting.standing().text());
    }
    temporary(handle, new Place(key.kind().text(), key.name()), setting, Toggle::text);
  }

  private static <T> void temporary(
      Handle handle, Place place, Setting<T> setting, Function<T, String> text) {
    setting
        .temporary()
        .ifPresent(
            temporary ->
                handle.execute(
                    "INSERT INTO governor_temporary (kind, name, value, expires_at)"
                        + " VALUES (?, ?, ?, ?)",
                    place.kind(),
                    place.name(),
                    text.apply(temporary.value()),
                    temporary.until().toString()));
  }

  private static Map<Place, Setting.Temporary<String>> temporary(Handle handle) {
    Map<Place, Setting.Temporary<String>> found = new HashMap<>();
    handle
        .createQuery("SELECT kind, name, value, expires_at FROM governor_temporary")
        .map((row, _) -> Map.entry(place(row), temporary(row)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static SortedMap<Toggle.Key, Setting<Toggle>> toggles(
      Handle handle, Map<Place, Setting.Temporary<String>> temporary) {
    SortedMap<Toggle.Key, Setting<Toggle>> toggles = new TreeMap<>();
    handle
        .createQuery("SELECT kind, name, state FROM governor_toggle")
        .map((row, _) -> Map.entry(place(row), state(row.getString("state"))))
        .forEach(
            entry ->
                Toggle.Kind.of(entry.getKey().kind())
                    .ifPresent(
                        kind ->
                            toggles.put(
                                new Toggle.Key(kind, entry.getKey().name()),
                                Setting.of(entry.getValue()))));
    temporary.forEach(
        (place, part) ->
            Toggle.Kind.of(place.kind())
                .ifPresent(
                    kind ->
                        toggles.compute(
                            new Toggle.Key(kind, place.name()),
                            (_, standing) ->
                                (standing == null ? Setting.of(Toggle.ENABLED) : standing)
                                    .with(state(part.value()), Optional.of(part.until())))));
    return toggles;
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getString("kind"), row.getString("name"));
  }

  private static Setting.Temporary<String> temporary(ResultSet row) throws SQLException {
    return new Setting.Temporary<>(
        row.getString("value"), Instant.parse(row.getString("expires_at")));
  }

  private static Mode mode(String text) {
    return Mode.of(text).orElseThrow(() -> unknown("mode", text));
  }

  private static Toggle state(String text) {
    return Toggle.of(text).orElseThrow(() -> unknown("state of a toggle", text));
  }

  private static Thresholds thresholds(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw unknown("pair of thresholds", text);
    }
    return new Thresholds(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  private static IllegalStateException unknown(String what, String text) {
    return new IllegalStateException("the database holds an unknown " + what + ": " + text);
  }
}
