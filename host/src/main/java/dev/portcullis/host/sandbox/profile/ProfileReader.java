package dev.portcullis.host.sandbox.profile;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.limits.TextDuration;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one {@code profile.yaml}. */
final class ProfileReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9.+#-]{0,31}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setMaxAliasesForCollections(0)
          .setCodePointLimit(64 << 10)
          .build();

  private final String file;
  private final Map<String, LockedImage> images;

  /** Of {@code file}, which is only named in messages. */
  ProfileReader(String file, Map<String, LockedImage> images) {
    this.file = file;
    this.images = images;
  }

  Profile read(String yaml) throws InvalidProfileException {
    Object document;
    try {
      document = new Load(SETTINGS).loadFromString(yaml);
    } catch (YamlEngineException malformed) {
      throw new InvalidProfileException(file + ": " + malformed.getMessage(), malformed);
    }
    YamlSection root = YamlSection.of(file, "", document);
    String name = named(root, "name", NAME);
    LockedImage image = images.get(name);
    if (image == null) {
      throw new InvalidProfileException(
          file + ": the lock has no image of `" + name + "`; build the profiles");
    }
    List<Language> languages = new ArrayList<>();
    for (YamlSection section : root.sections("languages")) {
      languages.add(language(section, image));
    }
    if (languages.isEmpty()) {
      throw root.bad("languages", "is empty");
    }
    YamlSection limits = root.section("limits");
    Limits defaults = limits(limits.section("default"));
    Limits maximum = limits(limits.section("maximum"));
    limits.end();
    requireWithin(root, defaults, maximum);
    ByteSize tmp = root.text("tmp", ByteSize::parse);
    ByteSize sharedMemory = root.text("shm", ByteSize::parse);
    boolean executable = root.truth("executable");
    YamlSection pool = root.section("pool");
    int waiting = pool.number("waiting", 0, 1000);
    pool.end();
    root.end();
    return new Profile(
        name,
        image.imageId(),
        image.runnerSha256(),
        languages,
        defaults,
        maximum,
        tmp,
        sharedMemory,
        executable,
        waiting);
  }

  private Language language(YamlSection section, LockedImage image) throws InvalidProfileException {
    String name = named(section, "name", NAME);
    List<String> aliases = section.has("aliases") ? section.texts("aliases") : List.of();
    for (String alias : aliases) {
      if (!ALIAS.matcher(alias).matches()) {
        throw section.bad("aliases", "has an alias that is not a short name: `" + alias + "`");
      }
    }
    String main = named(section, "file", FILE);
    List<String> command = section.texts("command");
    requireAbsolute(section, "command", command);
    if (!command.contains("{entry}")) {
      throw section.bad("command", "has no element `{entry}`");
    }
    List<String> standby = section.has("standby") ? section.texts("standby") : List.of();
    if (section.has("standby")) {
      requireAbsolute(section, "standby", standby);
    }
    // What the build runs to learn the version that is in the lock.
    section.texts("version");
    section.end();
    String version = image.versions().get(name);
    if (version == null) {
      throw new InvalidProfileException(
          file + ": the lock has no version of `" + name + "`; build the profiles");
    }
    return new Language(name, aliases, version, main, command, standby);
  }

  private static Limits limits(YamlSection section) throws InvalidProfileException {
    Limits limits =
        new Limits(
            section.text("wall", TextDuration::parse),
            section.text("cpu", TextDuration::parse),
            section.text("memory", ByteSize::parse),
            section.number("pids", 1, 32_768),
            section.text("output", ByteSize::parse),
            section.text("workspace", ByteSize::parse));
    section.end();
    return limits;
  }

  private static void requireWithin(YamlSection root, Limits defaults, Limits maximum)
      throws InvalidProfileException {
    if (defaults.wall().compareTo(maximum.wall()) > 0
        || defaults.cpu().compareTo(maximum.cpu()) > 0
        || defaults.memory().compareTo(maximum.memory()) > 0
        || defaults.pids() > maximum.pids()
        || defaults.output().compareTo(maximum.output()) > 0
        || defaults.workspace().compareTo(maximum.workspace()) > 0) {
      throw root.bad("limits.default", "is more than `limits.maximum`");
    }
  }

  private static void requireAbsolute(YamlSection section, String key, List<String> command)
      throws InvalidProfileException {
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      throw section.bad(key, "does not begin with an absolute path");
    }
  }

  private static String named(YamlSection section, String key, Pattern form)
      throws InvalidProfileException {
    String name = section.text(key);
    if (!form.matcher(name).matches()) {
      throw section.bad(key, "is not a short name: `" + name + "`");
    }
    return name;
  }
}
