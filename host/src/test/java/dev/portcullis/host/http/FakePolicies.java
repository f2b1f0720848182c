package dev.portcullis.host.http;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.governance.KeptPolicy;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.governance.StaleVersionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies in memory, read as the host would. */
final class FakePolicies implements Policies {
  private final FakeHost host;
  private final Map<String, byte[]> kept = new LinkedHashMap<>();

  FakePolicies(FakeHost host) {
    this.host = host;
  }

  @Override
  public synchronized Kept keep(byte[] document, Caller by) throws InvalidPolicyException {
    String digest = new PolicyReader().read(document).digest().text();
    return new Kept(digest, kept.put(digest, document) == null);
  }

  @Override
  public synchronized List<KeptPolicy> list() {
    List<KeptPolicy> list = new ArrayList<>();
    kept.forEach(
        (digest, document) ->
            list.add(
                new KeptPolicy(
                    digest,
                    document.length,
                    new KeptPolicy.Signature(Instant.EPOCH, "admin"),
                    Optional.empty())));
    return list;
  }

  @Override
  public synchronized Optional<byte[]> document(String digest) {
    return Optional.ofNullable(kept.get(digest));
  }

  @Override
  public synchronized Optional<RuntimeConfig> activate(
      long expectedVersion, String digest, Caller by) throws StaleVersionException {
    if (!kept.containsKey(digest)) {
      return Optional.empty();
    }
    RuntimeConfig before = host.config;
    if (before.version() != expectedVersion) {
      throw new StaleVersionException(before.version());
    }
    host.config =
        new RuntimeConfig(before.version() + 1, before.mode(), before.thresholds(), digest);
    return Optional.of(host.config);
  }
}
