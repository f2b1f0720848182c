package dev.portcullis.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody makes; null leaves a part to its usual value, which is that of a policy's
 * own tests.
 *
 * @param language by name or alias
 * @param files how many there are beside the program
 * @param fileBytes their size together
 * @param time of RFC 3339; now if null
 * @param policyDigest which policy is asked; the one that rules if null
 */
public record ExplainRequest(
    @Nullable String action,
    @Nullable String principal,
    @Nullable List<String> roles,
    @Nullable String source,
    @Nullable String language,
    @Nullable String profile,
    @Nullable String skill,
    @Nullable String code,
    @Nullable Long stdinBytes,
    @Nullable Integer files,
    @Nullable Long fileBytes,
    @Nullable Limits limits,
    @Nullable String time,
    @Nullable String policyDigest) {
  /** A plain agent that would run a program. */
  public static ExplainRequest of(String language, String code) {
    return new ExplainRequest(
        null, null, null, null, language, null, null, code, null, null, null, null, null, null);
  }
}
