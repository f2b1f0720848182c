package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to change of the configuration; what is empty stays as it is.
 *
 * @param toggles languages by any of their names
 * @param expiresAt when all of it reverts to what stands now; empty if never
 */
public record ConfigChange(
    Optional<Mode> mode,
    Optional<Thresholds> thresholds,
    SortedMap<Toggle.Key, Toggle> toggles,
    Optional<Instant> expiresAt) {
  public ConfigChange {
    toggles = Collections.unmodifiableSortedMap(new TreeMap<>(toggles));
  }

  /** Another mode, for good. */
  public static ConfigChange of(Mode mode) {
    return new ConfigChange(Optional.of(mode), Optional.empty(), new TreeMap<>(), Optional.empty());
  }

  /** One toggle, for good. */
  public static ConfigChange of(Toggle.Kind kind, String name, Toggle state) {
    return new ConfigChange(
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(Map.of(new Toggle.Key(kind, name), state)),
        Optional.empty());
  }

  /** The same, until a time. */
  public ConfigChange until(Instant time) {
    return new ConfigChange(mode, thresholds, toggles, Optional.of(time));
  }

  /** The same with other toggles. */
  ConfigChange with(SortedMap<Toggle.Key, Toggle> resolved) {
    return new ConfigChange(mode, thresholds, resolved, expiresAt);
  }
}
