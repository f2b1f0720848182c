package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The governor's run-time configuration.
 *
 * @param rules what operators made of rules: {@code disabled} or {@code shadow}, by id
 * @param languages the same of languages, by name
 * @param skills the same of skills, by name
 * @param expiring what reverts by itself
 * @param version counts the changes
 * @param etag what a change must name in {@code If-Match}
 */
public record GovernorConfig(
    String mode,
    Thresholds thresholds,
    Map<String, String> rules,
    Map<String, String> languages,
    Map<String, String> skills,
    List<Expiring> expiring,
    @Nullable String policyDigest,
    long version,
    @Nullable String etag) {
  public GovernorConfig {
    rules = Wire.map(rules);
    languages = Wire.map(languages);
    skills = Wire.map(skills);
    expiring = Wire.list(expiring);
  }

  /** From which risk on to warn and to block. */
  public record Thresholds(int warn, int block) {}

  /**
   * One part that reverts by itself.
   *
   * @param setting which one, a JSON pointer such as {@code /rules/no-shell}
   * @param expiresAt when, a time of RFC 3339
   * @param then what it is afterwards: a text, or an object for thresholds
   */
  public record Expiring(String setting, String expiresAt, JsonNode then) {}

  /** This configuration under the tag it was read with. */
  GovernorConfig tagged(@Nullable String tag) {
    return new GovernorConfig(
        mode, thresholds, rules, languages, skills, expiring, policyDigest, version, tag);
  }
}
