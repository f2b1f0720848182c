package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.governance.InForce;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.Policies;
import dev.portcullis.host.governance.Rules;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Where this host rehearses: its own policies, its own configuration, its own journal. */
public final class Rehearsal implements Rehearsals {
  /** Explanations at a time. */
  static final int EXPLAINING = 4;

  private final Rules rules;
  private final Policies policies;
  private final JournalReader journal;
  private final Explainer explainer;
  private final Semaphore room = new Semaphore(1);
  private final Semaphore explaining = new Semaphore(EXPLAINING);

  /** The policy last compiled here: one is mostly tried on many requests. */
  private volatile @Nullable Candidate last;

  private record Candidate(String digest, Governor governor) {}

  public Rehearsal(
      Rules rules,
      Policies policies,
      KillSwitch killSwitch,
      JournalReader journal,
      ProfileCatalog catalog,
      InstantSource clock) {
    this.rules = rules;
    this.policies = policies;
    this.journal = journal;
    this.explainer = new Explainer(catalog, killSwitch, clock);
  }

  @Override
  public Optional<Explanation> explain(Hypothesis hypothesis)
      throws InvalidPolicyException, RehearsalBusyException {
    if (!explaining.tryAcquire()) {
      throw new RehearsalBusyException();
    }
    try {
      InForce inForce = rules.inForce();
      Optional<Governor> governor =
          governor(hypothesis.policyDigest().orElse(inForce.config().policyDigest()), inForce);
      return governor.map(found -> explainer.explain(hypothesis, found, inForce.config()));
    } finally {
      explaining.release();
    }
  }

  @Override
  public Replayed replay(String policyDigest, Span span)
      throws InvalidPolicyException, IOException {
    // First the place, then the policy: to compile one also keeps a processor busy.
    if (!room.tryAcquire()) {
      return new Replayed.Busy();
    }
    try {
      InForce inForce = rules.inForce();
      Optional<Governor> candidate = governor(policyDigest, inForce);
      if (candidate.isEmpty()) {
        return new Replayed.UnknownPolicy();
      }
      DecisionDiff diff =
          JournalReplay.run(journal, candidate.get(), inForce.settings(), span, _ -> {});
      return new Replayed.Done(policyDigest, inForce.settings().thresholds(), diff);
    } finally {
      room.release();
    }
  }

  private Optional<Governor> governor(String digest, InForce inForce)
      throws InvalidPolicyException {
    if (digest.equals(inForce.config().policyDigest())) {
      return Optional.of(inForce.governor());
    }
    Candidate known = last;
    if (known != null && known.digest().equals(digest)) {
      return Optional.of(known.governor());
    }
    Optional<byte[]> document = policies.document(digest);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    Governor governor = new Governor(new PolicyReader().read(document.get()));
    last = new Candidate(digest, governor);
    return Optional.of(governor);
  }
}
