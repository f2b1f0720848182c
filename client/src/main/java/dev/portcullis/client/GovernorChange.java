package dev.portcullis.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of the governor's configuration; null leaves a part as it is.
 *
 * @param rules {@code disabled}, {@code shadow} or {@code enabled}, by id
 * @param languages {@code disabled} or {@code enabled}, by name or alias
 * @param skills {@code disabled} or {@code enabled}, by name
 * @param expiresAt when all of this reverts by itself, a time of RFC 3339; null if never
 */
public record GovernorChange(
    @Nullable String mode,
    GovernorConfig.@Nullable Thresholds thresholds,
    @Nullable Map<String, String> rules,
    @Nullable Map<String, String> languages,
    @Nullable Map<String, String> skills,
    @Nullable String expiresAt) {
  /** Another mode. */
  public static GovernorChange mode(String mode) {
    return new GovernorChange(mode, null, null, null, null, null);
  }

  /** Other thresholds. */
  public static GovernorChange thresholds(int warn, int block) {
    return new GovernorChange(
        null, new GovernorConfig.Thresholds(warn, block), null, null, null, null);
  }

  /** Another state of one rule. */
  public static GovernorChange rule(String id, String state) {
    return new GovernorChange(null, null, Map.of(id, state), null, null, null);
  }

  /** Another state of one language. */
  public static GovernorChange language(String name, String state) {
    return new GovernorChange(null, null, null, Map.of(name, state), null, null);
  }

  /** Another state of one skill. */
  public static GovernorChange skill(String name, String state) {
    return new GovernorChange(null, null, null, null, Map.of(name, state), null);
  }

  /** The same, until a time of RFC 3339. */
  public GovernorChange until(String time) {
    return new GovernorChange(mode, thresholds, rules, languages, skills, time);
  }
}
