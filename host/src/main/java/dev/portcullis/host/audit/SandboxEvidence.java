package dev.portcullis.host.audit;

import java.util.Map;

/**
 * Where a program ran.
 *
 * @param imageId the engine's id of the image
 * @param seccompSha256 digest of the profile in force
 * @param runnerSha256 digest of the runner in the image
 * @param receipt what was read back from inside and outside, as JSON values
 */
public record SandboxEvidence(
    String driver,
    String imageId,
    String seccompSha256,
    String runnerSha256,
    Map<String, Object> receipt) {
  public SandboxEvidence {
    receipt = JsonValues.copyOf(receipt);
  }
}
