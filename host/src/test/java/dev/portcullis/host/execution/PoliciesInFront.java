package dev.portcullis.host.execution;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.governance.KeptPolicy;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Policies of which a test counts the readings, and lets them through one by one. */
final class PoliciesInFront implements Policies {
  final AtomicInteger read = new AtomicInteger();
  final Semaphore asked = new Semaphore(0);
  final Semaphore let;
  private final Policies behind;

  PoliciesInFront(Policies behind, int let) {
    this.behind = behind;
    this.let = new Semaphore(let);
  }

  @Override
  public Optional<byte[]> document(String digest) {
    read.incrementAndGet();
    asked.release();
    let.acquireUninterruptibly();
    return behind.document(digest);
  }

  @Override
  public Kept keep(byte[] document, Caller by)
      throws InvalidPolicyException, AuditUnavailableException {
    return behind.keep(document, by);
  }

  @Override
  public List<KeptPolicy> list() {
    return behind.list();
  }

  @Override
  public Optional<RuntimeConfig> activate(long expectedVersion, String digest, Caller by)
      throws StaleVersionException, InvalidPolicyException, AuditUnavailableException {
    return behind.activate(expectedVersion, digest, by);
  }
}
