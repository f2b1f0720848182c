package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.KeptPolicy;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The policies a host keeps, as a command line names them. */
final class KeptPolicies {
  private static final String PREFIX = "sha256:";
  private static final int SHORTEST = 6;

  private final PortcullisClient client;

  KeptPolicies(PortcullisClient client) {
    this.client = client;
  }

  /** Whether a text names a policy by its digest, or by the beginning of one. */
  static boolean isDigest(String text) {
    return text.matches("(sha256:)?[0-9a-f]{" + SHORTEST + ",64}");
  }

  /** The whole digest of which {@code text} is the beginning. */
  String find(String text) throws Failure, ProblemException, IOException, InterruptedException {
    String wanted = text.startsWith(PREFIX) ? text : PREFIX + text;
    List<String> found =
        client.policies().items().stream()
            .map(KeptPolicy::digest)
            .filter(digest -> digest.startsWith(wanted))
            .toList();
    if (found.size() != 1) {
      throw new Failure(
          ExitCode.USAGE,
          (found.isEmpty() ? "no policy" : "more than one policy") + " begins with " + wanted,
          "`portcullis policy list` has them all");
    }
    return found.getFirst();
  }

  /** The policy that ruled before the one that does. */
  Optional<KeptPolicy> before() throws ProblemException, IOException, InterruptedException {
    return client.policies().items().stream()
        .filter(policy -> !policy.active() && policy.activatedAt() != null)
        .max(Comparator.comparing(policy -> String.valueOf(policy.activatedAt())));
  }

  /** Makes one rule; what is said of it. */
  GovernorConfig activate(String digest)
      throws ProblemException, IOException, InterruptedException {
    return client.activatePolicy(digest, GovernorChangeCommand.tag(client.governorConfig()));
  }
}
