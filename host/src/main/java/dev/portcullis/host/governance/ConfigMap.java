package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The configuration as the journal has it, before and after a change. Of what is toggled or expires
 * it says only what differs: all of it would not fit the record of every change.
 */
final class ConfigMap {
  private ConfigMap() {}

  /** {@code config}, which is before or after {@code other}. */
  static Map<String, Object> of(RuntimeConfig config, RuntimeConfig other) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("config_version", config.version());
    map.put("mode", config.mode().text());
    map.put("warn", (long) config.thresholds().warn());
    map.put("block", (long) config.thresholds().block());
    map.put("policy_digest", config.policyDigest());
    Set<String> same = new HashSet<>();
    if (config.modeSetting().equals(other.modeSetting())) {
      same.add("/mode");
    }
    if (config.thresholdsSetting().equals(other.thresholdsSetting())) {
      same.add("/thresholds");
    }
    for (Toggle.Kind kind : Toggle.Kind.values()) {
      Map<String, Object> toggled = new LinkedHashMap<>();
      for (Toggle.Key key : keys(kind, config, other)) {
        if (config.toggles().setting(key).equals(other.toggles().setting(key))) {
          same.add("/" + kind.plural() + "/" + key.name());
        } else {
          toggled.put(key.name(), config.toggles().state(key).text());
        }
      }
      if (!toggled.isEmpty()) {
        map.put(kind.plural(), toggled);
      }
    }
    List<Object> expiring = new ArrayList<>();
    for (RuntimeConfig.Expiring part : config.expiring()) {
      if (!same.contains(part.setting())) {
        expiring.add(
            Map.of(
                "setting", part.setting(),
                "expires_at", part.at().toString(),
                "then", then(part.then())));
      }
    }
    if (!expiring.isEmpty()) {
      map.put("expiring", expiring);
    }
    return map;
  }

  private static SortedSet<Toggle.Key> keys(
      Toggle.Kind kind, RuntimeConfig config, RuntimeConfig other) {
    SortedSet<Toggle.Key> keys = new TreeSet<>(config.toggles().settings().keySet());
    keys.addAll(other.toggles().settings().keySet());
    keys.removeIf(key -> key.kind() != kind);
    return keys;
  }

  private static Object then(Object value) {
    return switch (value) {
      case Mode mode -> mode.text();
      case Toggle toggle -> toggle.text();
      case Thresholds(int warn, int block) -> Map.of("warn", (long) warn, "block", (long) block);
      default -> throw new IllegalArgumentException("no part of a configuration: " + value);
    };
  }
}
