package dev.portcullis.host.governance;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration as the journal has it, before and after a change. */
final class ConfigMap {
  private ConfigMap() {}

  static Map<String, Object> of(RuntimeConfig config) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("config_version", config.version());
    map.put("mode", config.mode().text());
    map.put("warn", (long) config.thresholds().warn());
    map.put("block", (long) config.thresholds().block());
    map.put("policy_digest", config.policyDigest());
    for (Toggle.Kind kind : Toggle.Kind.values()) {
      Map<String, Object> toggled = new LinkedHashMap<>();
      config.toggles().inForce(kind).forEach((name, state) -> toggled.put(name, state.text()));
      if (!toggled.isEmpty()) {
        map.put(kind.plural(), toggled);
      }
    }
    List<Object> expiring = new ArrayList<>();
    for (RuntimeConfig.Expiring part : config.expiring()) {
      expiring.add(
          Map.of(
              "setting", part.setting(),
              "expires_at", part.at().toString(),
              "then", then(part.then())));
    }
    if (!expiring.isEmpty()) {
      map.put("expiring", expiring);
    }
    return map;
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
