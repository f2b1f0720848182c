package dev.portcullis.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the governor computed and what was done about it.
 *
 * @param computed {@code allow}, {@code warn} or {@code block}
 * @param enforced the same words, after the mode
 * @param risk 0 to 100
 * @param rules the ids of the rules that determined it
 * @param warnings for the caller to read
 * @param messages of the rules that blocked
 */
public record Decision(
    String id,
    String computed,
    String enforced,
    String mode,
    int risk,
    List<String> rules,
    List<String> warnings,
    List<String> messages,
    @Nullable String policyDigest,
    @Nullable Long configVersion) {
  public Decision {
    id = Wire.text(id, "");
    computed = Wire.text(computed, "");
    enforced = Wire.text(enforced, computed);
    mode = Wire.text(mode, "");
    rules = Wire.list(rules);
    warnings = Wire.list(warnings);
    messages = Wire.list(messages);
  }
}
