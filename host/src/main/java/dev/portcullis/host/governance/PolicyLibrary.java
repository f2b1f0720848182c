package dev.portcullis.host.governance;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies by the digest of their bytes: in the database, and archived beside the journal. */
final class PolicyLibrary {
  private final Ground ground;

  PolicyLibrary(Ground ground) {
    this.ground = ground;
  }

  /** Keeps a policy, with a record of it if it was not kept before. */
  synchronized Policies.Kept keep(PolicyDocument read, Caller by) throws AuditUnavailableException {
    archive(read);
    Map<String, Object> after =
        Map.of(
            "policy_digest", read.digest(),
            "bytes", (long) read.bytes().length,
            "rules", (long) read.policy().rules().size(),
            "tests", (long) read.policy().tests().size());
    boolean isNew =
        ground
            .store()
            .savePolicy(
                read.digest(),
                read.bytes(),
                ground.signature(by.principal().id()),
                () ->
                    ground
                        .journal()
                        .append(new AuditRecord.Admin(by, "policy.store", Map.of(), after)));
    return new Policies.Kept(read.digest(), isNew);
  }

  /** Sees to it that a kept policy is in the archive too, as one of an older home may not be. */
  void archive(PolicyDocument read) throws AuditUnavailableException {
    try {
      ground.archive().add(read.digest(), read.bytes());
    } catch (IOException full) {
      throw new AuditUnavailableException(
          "the policy cannot be archived beside the journal, which its decisions would name it in: "
              + full.getMessage(),
          full);
    }
  }

  Optional<byte[]> document(String digest) {
    return ground.store().policy(digest);
  }

  List<KeptPolicy> list() {
    return ground.store().policies();
  }
}
