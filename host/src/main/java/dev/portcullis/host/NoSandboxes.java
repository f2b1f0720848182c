package dev.portcullis.host;

import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Sandboxes;
import java.time.Duration;

/** What a gateway has: preflight refuses before anybody asks here. */
final class NoSandboxes implements Sandboxes {
  @Override
  public String driverName() {
    return "none";
  }

  @Override
  public Lease lease(SandboxSpec spec, String principal, Duration patience)
      throws EngineUnavailableException {
    throw new EngineUnavailableException("a gateway has no sandboxes");
  }
}
