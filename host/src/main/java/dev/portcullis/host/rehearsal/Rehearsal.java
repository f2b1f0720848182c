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

/** Where this host rehearses: its own policies, its own configuration, its own journal. */
public final class Rehearsal implements Rehearsals {
  private final Rules rules;
  private final Policies policies;
  private final JournalReader journal;
  private final Explainer explainer;
  private final Semaphore room = new Semaphore(1);

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
  public Optional<Explanation> explain(Hypothesis hypothesis) throws InvalidPolicyException {
    InForce inForce = rules.inForce();
    Optional<Governor> governor =
        governor(hypothesis.policyDigest().orElse(inForce.config().policyDigest()), inForce);
    return governor.map(found -> explainer.explain(hypothesis, found, inForce.config()));
  }

  @Override
  public Replayed replay(String policyDigest, Span span)
      throws InvalidPolicyException, IOException {
    InForce inForce = rules.inForce();
    Optional<Governor> candidate = governor(policyDigest, inForce);
    if (candidate.isEmpty()) {
      return new Replayed.UnknownPolicy();
    }
    if (!room.tryAcquire()) {
      return new Replayed.Busy();
    }
    try {
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
    Optional<byte[]> document = policies.document(digest);
    return document.isEmpty()
        ? Optional.empty()
        : Optional.of(new Governor(new PolicyReader().read(document.get())));
  }
}
