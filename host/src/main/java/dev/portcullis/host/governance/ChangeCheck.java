package dev.portcullis.host.governance;

import dev.portcullis.governor.document.Suggestion;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.host.governance.RefusedChangeException.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks whether a change is about things that are there: a slip in the name of a rule or a language
 * would otherwise leave on what its operator believes off. Skills may come later than their toggle,
 * so of those only the form is checked.
 */
final class ChangeCheck {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+#._-]{0,63}");

  private final Policy policy;
  private final Offered offered;
  private final RuntimeConfig before;
  private final List<Fault> faults = new ArrayList<>();

  private ChangeCheck(Policy policy, Offered offered, RuntimeConfig before) {
    this.policy = policy;
    this.offered = offered;
    this.before = before;
  }

  /** The change with every name resolved and its time in whole milliseconds. */
  static ConfigChange resolved(
      ConfigChange change, Policy policy, Offered offered, RuntimeConfig before, Instant now)
      throws RefusedChangeException {
    ChangeCheck check = new ChangeCheck(policy, offered, before);
    ConfigChange resolved = change.with(check.toggles(change));
    change.expiresAt().ifPresent(until -> check.time(until, now));
    check.room(resolved);
    if (!check.faults.isEmpty()) {
      throw new RefusedChangeException(check.faults);
    }
    return resolved;
  }

  private SortedMap<Toggle.Key, Toggle> toggles(ConfigChange change) {
    SortedMap<Toggle.Key, Toggle> toggles = new TreeMap<>();
    for (Map.Entry<Toggle.Key, Toggle> entry : change.toggles().entrySet()) {
      Toggle.Key key = resolved(entry.getKey(), entry.getValue());
      Toggle other = toggles.put(key, entry.getValue());
      if (other != null && other != entry.getValue()) {
        fault(
            entry.getKey(),
            "is `" + key.name() + "`, which another name in this change makes " + other.text());
      }
    }
    return toggles;
  }

  /** What takes no more room than there was is always possible: also at the limit. */
  private void room(ConfigChange change) {
    if (change.toggles().size() > Toggles.MOST_AT_ONCE) {
      faults.add(
          new Fault("", "may change " + Toggles.MOST_AT_ONCE + " toggles at most; make several"));
    }
    int after = before.after(change).toggles().settings().size();
    if (after > Toggles.MOST && after > before.toggles().settings().size()) {
      faults.add(new Fault("", "there may be " + Toggles.MOST + " toggles at most"));
    }
  }

  private void time(Instant until, Instant now) {
    if (!until.isAfter(now)) {
      faults.add(new Fault("/expires_at", "must be in the future; here it is " + now + " now"));
    } else if (until.isAfter(now.plus(LONGEST))) {
      faults.add(new Fault("/expires_at", "must be within " + LONGEST.toDays() + " days"));
    }
  }

  private Toggle.Key resolved(Toggle.Key key, Toggle state) {
    if (!key.kind().takes(state)) {
      fault(key, "cannot be `" + state.text() + "`: that is for rules");
      return key;
    }
    return switch (key.kind()) {
      case RULE -> rule(key);
      case LANGUAGE -> language(key);
      case SKILL -> skill(key);
    };
  }

  private Toggle.Key rule(Toggle.Key key) {
    boolean known = policy.rules().stream().anyMatch(rule -> rule.id().text().equals(key.name()));
    if (!RuleId.isValid(key.name()) || (!known && !isThere(key))) {
      List<String> ids = policy.rules().stream().map(rule -> rule.id().text()).toList();
      fault(key, "is no rule of the active policy" + Suggestion.clause(key.name(), ids));
    }
    return key;
  }

  private Toggle.Key language(Toggle.Key key) {
    Optional<String> name = offered.language(key.name());
    if (name.isEmpty() && !isThere(key)) {
      fault(
          key,
          "is no language of this host"
              + Suggestion.clause(key.name(), offered.languages())
              + "; there are: "
              + String.join(", ", offered.languages()));
    }
    return new Toggle.Key(key.kind(), name.orElse(key.name()));
  }

  private Toggle.Key skill(Toggle.Key key) {
    if (!NAME.matcher(key.name()).matches()) {
      fault(key, "is no name of a skill");
    }
    return key;
  }

  /** What was toggled once can be toggled back when it is no longer offered. */
  private boolean isThere(Toggle.Key key) {
    return before.toggles().settings().containsKey(key);
  }

  private void fault(Toggle.Key key, String reason) {
    faults.add(new Fault("/" + key.kind().plural() + "/" + key.name(), reason));
  }
}
