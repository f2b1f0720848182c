package dev.portcullis.host.governance;

import dev.portcullis.governor.Settings;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Run-time configuration of the governor.
 *
 * @param version counts every change; the {@code ETag} of the config on the wire
 * @param policyDigest the active policy, {@code sha256:} and 64 hexadecimal digits
 */
public record RuntimeConfig(
    long version,
    Setting<Mode> modeSetting,
    Setting<Thresholds> thresholdsSetting,
    Toggles toggles,
    String policyDigest) {
  /** With nothing temporary and nothing toggled. */
  public RuntimeConfig(long version, Mode mode, Thresholds thresholds, String policyDigest) {
    this(version, Setting.of(mode), Setting.of(thresholds), Toggles.NONE, policyDigest);
  }

  /**
   * Something that reverts by itself.
   *
   * @param setting where it is in the config on the wire, a JSON pointer
   * @param then what is in force afterwards: a {@link Mode}, {@link Thresholds} or {@link Toggle}
   */
  public record Expiring(String setting, Instant at, Object then) {}

  /** The mode in force. */
  public Mode mode() {
    return modeSetting.value();
  }

  /** The thresholds in force. */
  public Thresholds thresholds() {
    return thresholdsSetting.value();
  }

  /** Whether an operator switched that language, by its own name, off. */
  public boolean languageDisabled(String language) {
    return isDisabled(Toggle.Kind.LANGUAGE, language);
  }

  /** When a language that is switched off comes back by itself; empty if it does not. */
  public Optional<Instant> languageDisabledUntil(String language) {
    return toggles
        .setting(new Toggle.Key(Toggle.Kind.LANGUAGE, language))
        .temporary()
        .map(Setting.Temporary::until);
  }

  /** Whether an operator switched that skill off. */
  public boolean skillDisabled(String skill) {
    return isDisabled(Toggle.Kind.SKILL, skill);
  }

  private boolean isDisabled(Toggle.Kind kind, String name) {
    return toggles.state(new Toggle.Key(kind, name)) == Toggle.DISABLED;
  }

  /** What the governor needs to know of it. */
  public Settings settings() {
    return new Settings(
        mode(),
        thresholds(),
        version,
        toggles.rules(Toggle.DISABLED),
        toggles.rules(Toggle.SHADOW));
  }

  /** What reverts by itself, in the order of the config. */
  public List<Expiring> expiring() {
    List<Expiring> found = new ArrayList<>();
    expiring(found, "/mode", modeSetting);
    expiring(found, "/thresholds", thresholdsSetting);
    for (Map.Entry<Toggle.Key, Setting<Toggle>> entry : toggles.settings().entrySet()) {
      Toggle.Key key = entry.getKey();
      expiring(found, "/" + key.kind().plural() + "/" + key.name(), entry.getValue());
    }
    return found;
  }

  private static void expiring(List<Expiring> found, String setting, Setting<?> part) {
    part.temporary()
        .ifPresent(
            temporary -> found.add(new Expiring(setting, temporary.until(), part.standing())));
  }

  /** The next version, after {@code change}. */
  RuntimeConfig after(ConfigChange change) {
    Toggles toggled = toggles;
    for (Map.Entry<Toggle.Key, Toggle> entry : change.toggles().entrySet()) {
      Toggle.Key key = entry.getKey();
      toggled = toggled.with(key, toggled.setting(key).with(entry.getValue(), change.expiresAt()));
    }
    return new RuntimeConfig(
        version + 1,
        change.mode().map(mode -> modeSetting.with(mode, change.expiresAt())).orElse(modeSetting),
        change
            .thresholds()
            .map(value -> thresholdsSetting.with(value, change.expiresAt()))
            .orElse(thresholdsSetting),
        toggled,
        policyDigest);
  }

  /** The next version, with another policy. */
  RuntimeConfig with(String otherPolicy) {
    return new RuntimeConfig(version + 1, modeSetting, thresholdsSetting, toggles, otherPolicy);
  }

  /**
   * Itself if nothing has expired by {@code now}; else the next version, without that, or without
   * the first {@link Toggles#MOST_AT_ONCE} toggles of it.
   */
  RuntimeConfig at(Instant now) {
    RuntimeConfig left =
        new RuntimeConfig(
            version, modeSetting.at(now), thresholdsSetting.at(now), toggles.at(now), policyDigest);
    return left.equals(this)
        ? this
        : new RuntimeConfig(
            version + 1, left.modeSetting, left.thresholdsSetting, left.toggles, policyDigest);
  }
}
