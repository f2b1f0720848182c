package dev.portcullis.client;

import org.jspecify.annotations.Nullable;

/** What to change of the governor's configuration; null leaves a part as it is. */
public record GovernorChange(
    @Nullable String mode, GovernorConfig.@Nullable Thresholds thresholds) {
  /** Another mode. */
  public static GovernorChange mode(String mode) {
    return new GovernorChange(mode, null);
  }
}
