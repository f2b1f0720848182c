package dev.portcullis.host.governance;

import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.lifecycle.Repeating;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code policy.yaml}: an edit is activated within two seconds; one that cannot be used
 * leaves the policy in force and is shown until it is mended. It looks at the content, not at
 * times, so no edit is missed; and only at what two looks in a row find the same, so that a file
 * which is being written never rules.
 *
 * <p>What it follows are edits: a policy that was activated otherwise stays in force, also over a
 * restart, until the file is edited again.
 */
public final class PolicyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  /** The reader takes no more. */
  private static final int LARGEST = 8 << 20;

  private final Path file;
  private final ActivePolicy active;
  private final Caller by;
  private final Repeating follower = new Repeating("policy-file", EVERY, this::look);
  private volatile @Nullable String problem;
  private volatile String followed;
  private String lastRead = "";
  private String refused = "";

  /** Follows {@code file}, whose content counts as followed where it is the policy in force. */
  public PolicyFile(Path file, ActivePolicy active, Caller by) {
    this.file = file;
    this.active = active;
    this.by = by;
    this.followed = active.followed().orElse("");
  }

  /** Begins to follow. */
  public void start() {
    if (followed.isEmpty()) {
      followed = active.current().policyDigest();
      active.saveFollowed(followed);
    }
    follower.start();
  }

  /** Why the file as it stands is not in force; empty if it was, or is not there. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The policy that was activated after the file was last edited; empty if none was. */
  public Optional<String> overruledBy() {
    String inForce = active.current().policyDigest();
    return inForce.equals(followed) ? Optional.empty() : Optional.of(inForce);
  }

  @Override
  public void close() {
    follower.close();
  }

  private void look() {
    try {
      Optional<byte[]> document = read();
      if (document.isEmpty()) {
        lastRead = "";
        refused = "";
        problem = null;
        return;
      }
      String digest = PolicyDigest.of(document.get()).text();
      if (!digest.equals(lastRead)) {
        lastRead = digest;
        return;
      }
      follow(digest, document.get());
    } catch (InvalidPolicyException invalid) {
      refused = lastRead;
      failed(String.valueOf(invalid.getMessage()));
    } catch (IOException | AuditUnavailableException unusable) {
      refused = "";
      failed(String.valueOf(unusable.getMessage()));
    } catch (RuntimeException broken) {
      // A fault of ours is a reason like any other: without it readiness would say all is well.
      if (problem == null) {
        LOG.error("{} cannot be followed", file.getFileName(), broken);
      }
      failed("the host failed at it; its log says how");
    }
  }

  private void follow(String digest, byte[] document)
      throws InvalidPolicyException, AuditUnavailableException {
    if (digest.equals(followed)) {
      problem = null;
      refused = "";
      return;
    }
    if (digest.equals(refused)) {
      return; // it has not become better, and to read it again would cost the same again
    }
    active.follow(document, by);
    followed = digest;
    problem = null;
    refused = "";
    LOG.info("activated {} as {}", file.getFileName(), digest);
  }

  private Optional<byte[]> read() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] document = in.readNBytes(LARGEST + 1);
      if (document.length > LARGEST) {
        throw new IOException("it is larger than " + LARGEST + " bytes");
      }
      return Optional.of(document);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private void failed(String why) {
    String message = file.getFileName() + " is not in force: " + why;
    if (!message.equals(problem)) {
      LOG.error(message);
    }
    problem = message;
  }
}
