package dev.portcullis.host.governance;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;

/** One policy with one run-time configuration: what a single decision is made by. */
public record InForce(Governor governor, Settings settings) {
  /** The same as operators see it. */
  public RuntimeConfig config() {
    return new RuntimeConfig(
        settings.configVersion(),
        settings.mode(),
        settings.thresholds(),
        governor.policy().digest().text());
  }
}
