package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.RuleId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that is not as it would be without an operator, by kind and name. */
public record Toggles(SortedMap<Toggle.Key, Setting<Toggle>> settings) {
  /** So many at most, since every change reads and writes all of them. */
  public static final int MOST = 500;

  /** So many change at once at most: their record, 64 KiB at most, then says all that differs. */
  public static final int MOST_AT_ONCE = 100;

  /** Everything as it is without an operator. */
  public static final Toggles NONE = new Toggles(new TreeMap<>());

  public Toggles {
    SortedMap<Toggle.Key, Setting<Toggle>> kept = new TreeMap<>(settings);
    kept.values().removeIf(Setting.of(Toggle.ENABLED)::equals);
    settings = Collections.unmodifiableSortedMap(kept);
  }

  /** What is in force for one thing. */
  public Toggle state(Toggle.Key key) {
    return setting(key).value();
  }

  /** What stands and what is in force for one thing. */
  public Setting<Toggle> setting(Toggle.Key key) {
    return settings.getOrDefault(key, Setting.of(Toggle.ENABLED));
  }

  /** The same with one more. */
  Toggles with(Toggle.Key key, Setting<Toggle> setting) {
    SortedMap<Toggle.Key, Setting<Toggle>> more = new TreeMap<>(settings);
    more.put(key, setting);
    return new Toggles(more);
  }

  /** The same without what has expired by {@code now}, {@link #MOST_AT_ONCE} of it at most. */
  Toggles at(Instant now) {
    SortedMap<Toggle.Key, Setting<Toggle>> left = new TreeMap<>(settings);
    settings.entrySet().stream()
        .filter(entry -> !entry.getValue().at(now).equals(entry.getValue()))
        .limit(MOST_AT_ONCE)
        .forEach(entry -> left.put(entry.getKey(), entry.getValue().at(now)));
    return new Toggles(left);
  }

  /** What is in force of one kind and is not {@code enabled}, by name. */
  public SortedMap<String, Toggle> inForce(Toggle.Kind kind) {
    SortedMap<String, Toggle> found = new TreeMap<>();
    for (Map.Entry<Toggle.Key, Setting<Toggle>> entry : settings.entrySet()) {
      if (entry.getKey().kind() == kind && entry.getValue().value() != Toggle.ENABLED) {
        found.put(entry.getKey().name(), entry.getValue().value());
      }
    }
    return found;
  }

  /** The rules in that state. */
  Set<RuleId> rules(Toggle state) {
    return inForce(Toggle.Kind.RULE).entrySet().stream()
        .filter(entry -> entry.getValue() == state)
        .map(entry -> new RuleId(entry.getKey()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
