package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.OwedRecords;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kill switch: first it takes effect, then what runs is ended, then it is recorded and saved,
 * so that a full disk or a broken database cannot keep anybody from stopping the host.
 */
public final class HaltSwitch implements KillSwitch {
  private static final Logger LOG = LoggerFactory.getLogger(HaltSwitch.class);

  private final GovernanceStore store;
  private final OwedRecords records;
  private final InstantSource clock;
  private volatile @Nullable Halt halt;
  private boolean saved = true;
  private volatile Runnable endAll = () -> {};

  public HaltSwitch(GovernanceStore store, OwedRecords records, InstantSource clock) {
    this.store = store;
    this.records = records;
    this.clock = clock;
    this.halt = store.halt().orElse(null);
  }

  /** What a kill ends: everything that waits or runs. */
  public void onKill(Runnable ends) {
    endAll = ends;
  }

  @Override
  public Optional<Halt> halted() {
    return Optional.ofNullable(halt);
  }

  @Override
  public synchronized Halt kill(Caller by, String reason) {
    Halt standing = halt;
    if (standing != null) {
      endAll.run();
      save(standing);
      return standing;
    }
    Halt fresh =
        new Halt(by.principal().id(), reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    halt = fresh;
    saved = false;
    LOG.warn("halted by {}: {}", fresh.by(), fresh.reason());
    endAll.run();
    records.add(new AuditRecord.Admin(by, "kill", Map.of("halted", false), asMap(fresh)));
    save(fresh);
    return fresh;
  }

  @Override
  public synchronized void resume(Caller by) {
    Halt standing = halt;
    if (standing == null) {
      return;
    }
    store.saveHalt(Optional.empty());
    saved = true;
    records.add(new AuditRecord.Admin(by, "resume", asMap(standing), Map.of("halted", false)));
    halt = null;
    LOG.warn("resumed by {}", by.principal().id());
  }

  /** One that could not be saved is saved by the next kill: else a restart would forget it. */
  private void save(Halt standing) {
    if (!saved) {
      store.saveHalt(Optional.of(standing));
      saved = true;
    }
  }

  private static Map<String, Object> asMap(Halt halt) {
    return Map.of(
        "halted", true,
        "by", halt.by(),
        "reason", halt.reason(),
        "since", halt.since().toString());
  }
}
