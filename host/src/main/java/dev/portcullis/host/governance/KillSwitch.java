package dev.portcullis.host.governance;

import dev.portcullis.host.audit.Caller;
import java.time.Instant;
import java.util.Optional;

/** Stops everything, whatever else is broken. Persisted: a halted host starts halted. */
public interface KillSwitch {
  /** Who halted the host, since when and why; empty while it runs. */
  Optional<Halt> halted();

  /**
   * Halts: nothing new starts and what runs is ended. Works when the journal does not; idempotent.
   */
  Halt kill(Caller by, String reason);

  /** Lets programs run again; idempotent. */
  void resume(Caller by);

  /** One halt. */
  record Halt(String by, String reason, Instant since) {}
}
