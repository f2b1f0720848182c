package dev.portcullis.host.governance;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.lifecycle.Repeating;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code policy.yaml}: a changed file is activated within two seconds; one that cannot be
 * used leaves the policy in force and is shown until it is mended. It looks at the content, not at
 * times, so no edit is missed.
 */
public final class PolicyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Path file;
  private final ActivePolicy active;
  private final Caller by;
  private final Repeating follower = new Repeating("policy-file", EVERY, this::look);
  private volatile @Nullable String problem;
  private String seen;

  /** Follows {@code file}, whose content counts as seen where it is the policy in force. */
  public PolicyFile(Path file, ActivePolicy active, Caller by) {
    this.file = file;
    this.active = active;
    this.by = by;
    this.seen = active.current().policyDigest();
  }

  /** Begins to follow. */
  public void start() {
    follower.start();
  }

  /** Why the file as it stands is not in force; empty if it is, or is not there. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    follower.close();
  }

  private void look() {
    try {
      if (!Files.exists(file)) {
        problem = null;
        return;
      }
      byte[] document = Files.readAllBytes(file);
      String digest = PolicyDigest.of(document).text();
      if (digest.equals(seen)) {
        problem = null;
        return;
      }
      active.activate(document, by);
      seen = digest;
      problem = null;
      LOG.info("activated {} as {}", file, digest);
    } catch (InvalidPolicyException | IOException | AuditUnavailableException unusable) {
      String message = file.getFileName() + " is not in force: " + unusable.getMessage();
      if (!message.equals(problem)) {
        LOG.error(message);
      }
      problem = message;
    }
  }
}
