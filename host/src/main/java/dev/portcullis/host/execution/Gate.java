package dev.portcullis.host.execution;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.limits.LimitGrant;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.Journal;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.governance.InForce;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.Rules;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.quota.Holding;
import dev.portcullis.host.quota.Quotas;
import dev.portcullis.host.quota.Taken;
import dev.portcullis.host.sandbox.Sandboxes;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate every request passes: admitted, judged, recorded, and only then on its way. What a
 * decision refuses is refused with that decision on disk.
 */
public final class Gate implements Executions {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final KillSwitch killSwitch;
  private final Rules rules;
  private final Journal journal;
  private final Offers offers;
  private final LimitRanges ranges;
  private final Quotas quotas = new Quotas(System::nanoTime);
  private final KeptExecutions kept;
  private final BytesInHand hand;
  private final ExecutionMeters meters;
  private final Carrier carrier;
  private final InstantSource clock;
  private volatile boolean stopping;

  public Gate(
      KillSwitch killSwitch,
      Rules rules,
      Journal journal,
      OwedRecords owed,
      ProfileCatalog catalog,
      Preflight preflight,
      Sandboxes sandboxes,
      ExecutionSettings settings,
      MeterRegistry registry,
      InstantSource clock) {
    this.killSwitch = killSwitch;
    this.rules = rules;
    this.journal = journal;
    this.offers = new Offers(catalog);
    this.ranges = new LimitRanges(catalog.profiles());
    this.kept = new KeptExecutions(settings.resultsKept(), settings.resultsSize());
    this.meters = new ExecutionMeters(registry);
    this.hand = new BytesInHand(settings.requestsSize().bytes());
    this.carrier =
        new Carrier(
            killSwitch,
            preflight,
            sandboxes,
            settings.queueTime(),
            new EndRecorder(owed, kept, meters, settings.seccompSha256()),
            hand);
    this.clock = clock;
  }

  @Override
  public Admission submit(ExecutionRequest request, Caller caller) {
    // Counted before it looks whether the host stops: what saw that it does not is waited for.
    carrier.begin();
    try {
      return stopping ? new Admission.Refused(Refusals.stopping()) : understood(request, caller);
    } finally {
      carrier.end();
    }
  }

  private Admission understood(ExecutionRequest request, Caller caller) {
    List<FieldError> errors = new ArrayList<>(ranges.errors(request.asked()));
    Optional<ProfileCatalog.Offer> offer =
        offers.find(request.language(), request.profile(), errors);
    offer.ifPresent(found -> errors.addAll(ProgramPlace.errors(request, found.language())));
    if (offer.isEmpty() || !errors.isEmpty()) {
      return new Admission.Refused(Refusals.invalid(errors));
    }
    if (!hand.take(request.bytes())) {
      return new Admission.Refused(Refusals.saturated(Duration.ofSeconds(1)));
    }
    boolean onItsWay = false;
    try {
      Admission admission = admitted(request, caller, offer.get());
      onItsWay = admission instanceof Admission.Admitted;
      return admission;
    } finally {
      if (!onItsWay) {
        hand.giveBack(request.bytes());
      }
    }
  }

  private Admission admitted(ExecutionRequest request, Caller caller, ProfileCatalog.Offer offer) {
    Submission submission =
        new Submission(
            ExecutionId.create(),
            "dec_" + UlidCreator.getMonotonicUlid(),
            request,
            offer.profile(),
            offer.language(),
            caller,
            FirstLook.at(request, offer.language()),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Optional<KillSwitch.Halt> halt = killSwitch.halted();
    return halt.isPresent() ? halted(submission, halt.get()) : judged(submission);
  }

  @Override
  public Optional<Execution> find(ExecutionId id) {
    return kept.find(id);
  }

  @Override
  public List<Execution> list(Optional<String> owner, Optional<ExecutionId> before, int limit) {
    return kept.list(owner, before, limit);
  }

  /** How many places of the policy's quotas are taken by what waits and what runs. */
  int placesTaken() {
    return quotas.placesTaken();
  }

  /** Ends what waits and what runs, as the kill switch does; their records follow. */
  public void endAll() {
    // A runner that does not answer takes two seconds to be ended; the others do not wait for it.
    for (AdmittedExecution execution : kept.unfinished()) {
      Thread.ofVirtual()
          .name("halt-" + execution.id())
          .start(() -> execution.end(AdmittedExecution.EndEarly.HALTED));
    }
  }

  /**
   * Admits nothing more, gives what is on its way {@code grace} to end, ends it then, and waits for
   * its records.
   */
  public void stop(Duration grace) {
    stopping = true;
    if (!carrier.awaitIdle(grace)) {
      kept.unfinished().forEach(execution -> execution.end(AdmittedExecution.EndEarly.STOPPING));
      carrier.awaitIdle();
    }
  }

  /** Halted is the answer whether or not the journal can take it. */
  private Admission halted(Submission submission, KillSwitch.Halt halt) {
    Refusal refusal = Refusals.halted(halt);
    Ruling ruling = Ruling.halted(rules.inForce().config(), submission.decisionId(), refusal);
    try {
      journal.append(submission.decided(ruling, Optional.empty()));
    } catch (AuditUnavailableException unavailable) {
      LOG.warn("a request that the kill switch refused is not in the journal", unavailable);
    }
    return new Admission.Refused(refusal);
  }

  private Admission judged(Submission submission) {
    InForce inForce = rules.inForce();
    Judgement judgement = inForce.governor().judge(submission.toJudge(), inForce.settings());
    meters.shadowed(judgement);
    LimitGrant grant =
        LimitGrant.of(
            submission.request().asked(),
            submission.profile().defaults(),
            submission.profile().maximum(),
            judgement.ceiling());
    Ruling ruling = ruling(submission, inForce.config(), judgement, grant);
    return switch (counted(submission, judgement, ruling)) {
      case Taken.Granted(Holding held) -> written(submission, ruling, grant.granted(), held);
      case Taken.Exceeded exceeded ->
          written(
              submission,
              Ruling.rateLimited(judgement, submission.decisionId(), exceeded),
              grant.granted(),
              Holding.NOTHING);
    };
  }

  /** What an operator switched off stays off in every mode, as with the kill switch. */
  private Ruling ruling(
      Submission submission, RuntimeConfig config, Judgement judgement, LimitGrant grant) {
    String language = submission.language().name();
    return config.languageDisabled(language)
        ? Ruling.switchedOff(
            judgement, submission.decisionId(), language, config.languageDisabledUntil(language))
        : Ruling.of(judgement, submission.decisionId(), grant.warnings());
  }

  /** A request that is only to be judged, or that is blocked anyway, uses up no rate. */
  private Taken counted(Submission submission, Judgement judgement, Ruling ruling) {
    return ruling.refusal().isPresent() || submission.request().dryRun()
        ? new Taken.Granted(Holding.NOTHING)
        : quotas.take(judgement.obligations(), submission.caller().principal());
  }

  /**
   * It was counted before its decision is written, since the decision is what came of counting.
   * Where the journal does not take that decision, nothing was asked and nothing is counted.
   */
  private Admission written(Submission submission, Ruling ruling, Limits granted, Holding held) {
    boolean onItsWay = false;
    try {
      Admission admission = recorded(submission, ruling, granted, held);
      onItsWay = admission instanceof Admission.Admitted;
      return admission;
    } catch (AuditUnavailableException unavailable) {
      LOG.warn("the journal cannot take records: {}", unavailable.getMessage());
      return new Admission.Refused(Refusals.auditUnavailable());
    } finally {
      if (!onItsWay) {
        held.giveBack();
      }
    }
  }

  private Admission recorded(Submission submission, Ruling ruling, Limits granted, Holding held)
      throws AuditUnavailableException {
    meters.decided(ruling.verdict());
    if (ruling.refusal().isPresent()) {
      journal.append(submission.decided(ruling, Optional.empty()));
      return new Admission.Refused(ruling.refusal().get());
    }
    if (submission.request().dryRun()) {
      journal.append(submission.decided(ruling, Optional.of(granted)));
      return new Admission.Judged(ruling.decision(), granted);
    }
    Optional<Reservation> reserved = journal.reserve();
    if (reserved.isEmpty()) {
      return new Admission.Refused(Refusals.saturated(Duration.ofSeconds(1)));
    }
    Reservation space = reserved.get();
    boolean carried = false;
    try {
      journal.append(submission.decided(ruling, Optional.of(granted)));
      AdmittedExecution execution =
          AdmittedExecution.of(submission, granted, ruling.decision(), held);
      kept.add(execution);
      carrier.carry(execution, submission, space);
      carried = true;
      return new Admission.Admitted(execution);
    } finally {
      if (!carried) {
        space.close();
      }
    }
  }
}
