package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.LimitGrant;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.scan.CodeScanner;
import dev.portcullis.host.governance.KillSwitch;
import dev.portcullis.host.governance.RuntimeConfig;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges requests that nobody makes, and tells of every rule what came of it. */
final class Explainer {
  private final ProfileCatalog catalog;
  private final KillSwitch killSwitch;
  private final InstantSource clock;

  Explainer(ProfileCatalog catalog, KillSwitch killSwitch, InstantSource clock) {
    this.catalog = catalog;
    this.killSwitch = killSwitch;
    this.clock = clock;
  }

  Explanation explain(Hypothesis hypothesis, Governor governor, RuntimeConfig config) {
    List<String> notes = new ArrayList<>();
    Request request = request(hypothesis, notes);
    killSwitch
        .halted()
        .ifPresent(
            _ -> notes.add("the host is halted: until it is resumed, it refuses everything"));
    Settings settings = config.settings();
    Judgement judgement = governor.judge(request, evaluating(settings));
    if (settings.mode() == Mode.OFF) {
      notes.add("the mode is off: nothing is evaluated, and what follows is what would be");
    }
    Optional<String> switchedOff = request.language().filter(config::languageDisabled);
    List<Rule> disabled = new ArrayList<>();
    List<Explanation.Unfit> unfit = new ArrayList<>();
    int unfitCount = 0;
    for (Rule rule : governor.policy().rules()) {
      List<String> parts = MatchFit.unfit(rule.match(), request);
      if (!parts.isEmpty()) {
        unfitCount++;
        if (unfit.size() < Explanation.MOST_UNFIT) {
          unfit.add(new Explanation.Unfit(rule, parts));
        }
      } else if (settings.disabled().contains(rule.id())) {
        disabled.add(rule);
      }
    }
    return new Explanation(
        request,
        judgement,
        settings.mode(),
        switchedOff.isPresent() ? Effect.BLOCK : enforced(settings.mode(), judgement),
        switchedOff,
        disabled,
        unfit,
        unfitCount,
        grant(request, judgement),
        notes);
  }

  /** In mode off the governor evaluates nothing, and there would be nothing to explain. */
  private static Settings evaluating(Settings settings) {
    return settings.mode() == Mode.OFF
        ? new Settings(
            Mode.AUDIT_ONLY,
            settings.thresholds(),
            settings.configVersion(),
            settings.disabled(),
            settings.shadowed())
        : settings;
  }

  private static Effect enforced(Mode mode, Judgement judgement) {
    return mode == Mode.OFF ? Effect.ALLOW : judgement.enforcement().enforced();
  }

  private Request request(Hypothesis hypothesis, List<String> notes) {
    Optional<ProfileCatalog.Offer> offer =
        hypothesis
            .language()
            .flatMap(
                word ->
                    hypothesis.profile().isPresent()
                        ? catalog.find(word, hypothesis.profile().get())
                        : catalog.find(word));
    if (hypothesis.language().isPresent() && offer.isEmpty()) {
      notes.add(
          "this host does not offer that language"
              + (hypothesis.profile().isPresent() ? " in that profile" : "")
              + ": it would refuse the request before it is judged");
    }
    Optional<String> language =
        offer.map(found -> found.language().name()).or(hypothesis::language);
    CodeFacts code =
        hypothesis.code().size() == 0
            ? CodeFacts.NONE
            : CodeScanner.scan(language.orElse(""), hypothesis.code().toArray());
    return new Request(
        hypothesis.action(),
        new Principal(hypothesis.principal(), hypothesis.roles(), "explain"),
        hypothesis.source(),
        language,
        offer.map(found -> found.profile().name()).or(hypothesis::profile),
        hypothesis.skill(),
        hypothesis.asked(),
        new Facts(code, hypothesis.stdinBytes(), hypothesis.files(), hypothesis.fileBytes()),
        hypothesis.time().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  private Optional<LimitGrant> grant(Request request, Judgement judgement) {
    Optional<Profile> profile = request.profile().flatMap(catalog::profile);
    return profile.map(
        found ->
            LimitGrant.of(request.asked(), found.defaults(), found.maximum(), judgement.ceiling()));
  }
}
