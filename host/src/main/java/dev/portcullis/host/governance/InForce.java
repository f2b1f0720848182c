package dev.portcullis.host.governance;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;

/**
 * One policy with one run-time configuration: what a single decision is made by.
 *
 * @param config the configuration as operators see it
 * @param settings the same as the governor sees it
 */
public record InForce(Governor governor, RuntimeConfig config, Settings settings) {
  /** A policy and the configuration that names it. */
  static InForce of(Governor governor, RuntimeConfig config) {
    return new InForce(governor, config, config.settings());
  }
}
