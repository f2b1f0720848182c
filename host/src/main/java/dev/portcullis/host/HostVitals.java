package dev.portcullis.host;

import static java.util.stream.Collectors.joining;

import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointPublisher;
import dev.portcullis.host.audit.checkpoint.SignedCheckpoint;
import dev.portcullis.host.audit.index.FollowingIndex;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.execution.Preflight;
import dev.portcullis.host.governance.Expiry;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.PolicyFile;
import dev.portcullis.host.http.port.Vitals;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.PreflightCheck.Status;
import dev.portcullis.host.sandbox.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How this host is, from what its parts say of themselves. */
final class HostVitals implements Vitals {
  private static final String JOURNAL = "journal";
  private static final String POLICY_FILE = "policy_file";
  private static final String EXPIRY = "expiry";
  private static final String AUDIT_INDEX = "audit_index";

  private final Home home;
  private final Journal journal;
  private final CheckpointLog checkpoints;
  private final CheckpointPublisher publisher;
  private final FollowingIndex index;
  private final KillSwitch killSwitch;
  private final Optional<PolicyFile> policyFile;
  private final Expiry expiry;
  private final Preflight preflight;
  private final List<Profile> profiles;
  private final InstantSource clock;
  private final Instant startedAt;

  HostVitals(
      Home home,
      Journal journal,
      CheckpointLog checkpoints,
      CheckpointPublisher publisher,
      FollowingIndex index,
      KillSwitch killSwitch,
      Optional<PolicyFile> policyFile,
      Expiry expiry,
      Preflight preflight,
      List<Profile> profiles,
      InstantSource clock) {
    this.home = home;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.publisher = publisher;
    this.index = index;
    this.killSwitch = killSwitch;
    this.policyFile = policyFile;
    this.expiry = expiry;
    this.preflight = preflight;
    this.profiles = List.copyOf(profiles);
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Override
  public List<String> unreadyBecause() {
    List<String> reasons = new ArrayList<>();
    killSwitch.halted().ifPresent(_ -> reasons.add("halted"));
    journal.state().unavailable().ifPresent(_ -> reasons.add(JOURNAL));
    policyFile.flatMap(PolicyFile::problem).ifPresent(_ -> reasons.add(POLICY_FILE));
    expiry.problem().ifPresent(_ -> reasons.add(EXPIRY));
    preflight.failures().forEach(failed -> reasons.add(failed.name()));
    return reasons;
  }

  @Override
  public List<String> warnings() {
    return index.status().problem().isPresent() ? List.of(AUDIT_INDEX) : List.of();
  }

  @Override
  public Health health() {
    List<PreflightCheck> checks = new ArrayList<>(preflight.latest());
    checks.add(
        check(
            JOURNAL,
            journal.state().unavailable(),
            "last record " + journal.state().lastSeq(),
            "free the disk, or mend what the message names; it recovers by itself"));
    checks.add(
        check(
            "checkpoints",
            checkpoints.problem(),
            checkpoints
                .latest()
                .map(signed -> "the last one covers " + signed.checkpoint().size() + " records")
                .orElse("none yet"),
            "free the disk, or mend what the message names; it is tried again by itself"));
    checks.add(anchor());
    checks.add(policyFile());
    checks.add(indexCheck());
    checks.add(
        check(
            EXPIRY,
            expiry.problem(),
            "what has expired is reverted",
            "mend what the message names; it is tried again by itself"));
    try {
      return new Health(
          Duration.between(startedAt, clock.instant()),
          Files.size(home.database()),
          Files.getFileStore(home.root()).getUsableSpace(),
          checks);
    } catch (IOException gone) {
      throw new UncheckedIOException("the home cannot be looked at", gone);
    }
  }

  /** Whether anybody but this host could tell that its journal was changed. */
  private PreflightCheck anchor() {
    Optional<SignedCheckpoint> anchor = publisher.anchor();
    if (anchor.isEmpty()) {
      return new PreflightCheck(
          "anchor",
          Status.WARN,
          "unanchored: no checkpoint was published off this host"
              + publisher.problems().stream().map(why -> "; " + why).collect(joining()),
          "set [audit] publish_directory or publish_webhook");
    }
    String what =
        "the first " + anchor.get().checkpoint().size() + " records are anchored off this host";
    return publisher.problems().isEmpty()
        ? new PreflightCheck("anchor", Status.PASS, what, "")
        : new PreflightCheck(
            "anchor",
            Status.WARN,
            what + "; " + String.join("; ", publisher.problems()),
            "mend what the message names; it is tried again by itself");
  }

  @Override
  public List<PreflightCheck> preflight() {
    return preflight.latest();
  }

  @Override
  public List<Profile> profiles() {
    return profiles;
  }

  private PreflightCheck policyFile() {
    if (policyFile.isEmpty()) {
      return new PreflightCheck(POLICY_FILE, Status.PASS, "it is not followed", "");
    }
    Optional<String> overruled = policyFile.get().overruledBy();
    if (policyFile.get().problem().isEmpty() && overruled.isPresent()) {
      return new PreflightCheck(
          POLICY_FILE,
          Status.WARN,
          "the policy in force is " + overruled.get() + ", which was activated after the file",
          "edit the file, and it rules again; or leave it");
    }
    return check(
        POLICY_FILE,
        policyFile.get().problem(),
        "what it holds is in force",
        "mend the file; the policy in force stays until then");
  }

  /** Never a failure: what is decided and run does not need it. */
  private PreflightCheck indexCheck() {
    FollowingIndex.Status status = index.status();
    return status
        .problem()
        .map(
            problem ->
                new PreflightCheck(
                    AUDIT_INDEX,
                    Status.WARN,
                    problem,
                    "mend what the message names; it recovers by itself, and `portcullis audit"
                        + " reindex` makes it anew"))
        .orElseGet(
            () ->
                new PreflightCheck(
                    AUDIT_INDEX,
                    Status.PASS,
                    status.indexed() + " of " + status.journal() + " records",
                    ""));
  }

  private static PreflightCheck check(
      String name, Optional<String> problem, String fine, String remedy) {
    return problem
        .map(what -> new PreflightCheck(name, Status.FAIL, what, remedy))
        .orElseGet(() -> new PreflightCheck(name, Status.PASS, fine, ""));
  }
}
