package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.GovernorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The governor's configuration as people read it. */
final class ConfigText {
  private ConfigText() {}

  /** {@code off until 2026-01-31T12:00:00Z, then soft_block}. */
  static String mode(GovernorConfig config) {
    return config.mode() + until(config, "/mode");
  }

  /** {@code warn from 40, block from 70}. */
  static String thresholds(GovernorConfig config) {
    return thresholds(config.thresholds().warn(), config.thresholds().block())
        + until(config, "/thresholds");
  }

  /** One line for each thing that is not as it would be, or will not stay so. */
  static List<String> toggles(GovernorConfig config) {
    List<String> lines = new ArrayList<>();
    toggles(lines, config, "rules", "rule", config.rules());
    toggles(lines, config, "languages", "language", config.languages());
    toggles(lines, config, "skills", "skill", config.skills());
    return lines;
  }

  /** {@code disabled until 2026-01-31T12:00:00Z, then enabled}. */
  static String toggle(GovernorConfig config, String plural, String name) {
    Map<String, String> states =
        switch (plural) {
          case "rules" -> config.rules();
          case "languages" -> config.languages();
          default -> config.skills();
        };
    return word(states.getOrDefault(name, "enabled")) + until(config, "/" + plural + "/" + name);
  }

  private static void toggles(
      List<String> lines,
      GovernorConfig config,
      String plural,
      String singular,
      Map<String, String> states) {
    Map<String, String> names = new TreeMap<>(states);
    String under = "/" + plural + "/";
    for (GovernorConfig.Expiring part : config.expiring()) {
      if (part.setting().startsWith(under)) {
        names.putIfAbsent(part.setting().substring(under.length()), "enabled");
      }
    }
    for (String name : names.keySet()) {
      lines.add(singular + " " + name + " is " + toggle(config, plural, name));
    }
  }

  private static String until(GovernorConfig config, String setting) {
    return config.expiring().stream()
        .filter(part -> part.setting().equals(setting))
        .map(part -> " until " + part.expiresAt() + ", then " + then(part.then()))
        .findFirst()
        .orElse("");
  }

  private static String then(JsonNode then) {
    return then.isObject()
        ? thresholds(then.path("warn").asInt(), then.path("block").asInt())
        : word(then.asText());
  }

  private static String word(String state) {
    return state.equals("shadow") ? "in shadow" : state;
  }

  private static String thresholds(int warn, int block) {
    return "warn from " + warn + ", block from " + block;
  }
}
